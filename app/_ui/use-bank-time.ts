'use client';
import { useEffect, useState } from 'react';

/**
 * The bank's time in milliseconds: the server's at the render, carried on by this device's monotonic clock, so that
 * a wrong clock shows nothing wrong. Moves every `everyMs`, and at once when `stir` changes.
 */
export function useBankTime(serverNow: number, everyMs: number, stir: unknown): number {
  const [startedAt] = useState(() => (typeof performance === 'undefined' ? 0 : performance.now()));
  const [now, setNow] = useState(serverNow);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stir` is a reason to look at the clock again.
  useEffect(() => {
    const look = () => setNow(serverNow + performance.now() - startedAt);
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [serverNow, startedAt, everyMs, stir]);
  return now;
}
