import { startTransition, useEffect, useRef, useState } from 'react';

/**
 * The bank's time in milliseconds: the server's at the render, continued by this device's monotonic clock, since its
 * wall clock may be wrong. Updates every `everyMs`, and at once when `stir` changes, as an interruptible transition.
 */
export function useBankTime(serverNow: number, everyMs: number, stir: unknown): number {
  const [startedAt] = useState(() => (typeof performance === 'undefined' ? 0 : performance.now()));
  const [now, setNow] = useState(serverNow);
  const seen = useRef(stir);
  useEffect(() => {
    const look = () => startTransition(() => setNow(serverNow + performance.now() - startedAt));
    // What the server drew is not drawn again at once.
    if (seen.current !== stir) look();
    seen.current = stir;
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [serverNow, startedAt, everyMs, stir]);
  return now;
}
