import { useCallback, useEffect, useState } from 'react';
import type { Reading } from '#app/_client/worker/types.ts';
import { askWorker, isThere } from '#app/_client/worker-client.ts';

/** What timers can hold; the worker is asked again after it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What the worker lets this page show, null until it answered. Asked again when the session's end comes and whenever
 * the page is seen again: a device that slept does not count on.
 */
export function useStored(): { reading: Reading | null; remove: () => Promise<void> } {
  const [reading, setReading] = useState<Reading | null>(null);
  const read = useCallback(async () => {
    setReading((await isThere()) ? await askWorker<Reading>({ type: 'read' }) : { state: 'none' });
  }, []);

  useEffect(() => {
    void read();
    const seen = () => {
      // What may be over is not seen while it is asked about.
      if (document.visibilityState === 'hidden') setReading(null);
      else void read();
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [read]);

  const leftMs = reading?.state === 'stored' ? reading.leftMs : null;
  useEffect(() => {
    if (leftMs === null) return;
    const timer = setTimeout(() => void read(), Math.min(leftMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [leftMs, read]);

  const remove = useCallback(async () => {
    await askWorker({ type: 'anonymous', signedOut: true });
    await read();
  }, [read]);
  return { reading, remove };
}
