import { useEffect, useEffectEvent, useState } from 'react';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';

/**
 * The last answer of the bank, with the key that it belongs to; null before the first. `ask` is called for each key that
 * stands for `afterMs`, never for null. It is for extras: a failure leaves what is there.
 */
export function useAnswer<Answer>(
  key: string | null,
  afterMs: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): { key: string; answer: Answer } | null {
  const request = useLatestRequest();
  const [answered, setAnswered] = useState<{ key: string; answer: Answer } | null>(null);
  const send = useEffectEvent((sent: string) =>
    request.run(
      ask,
      (answer) => setAnswered({ key: sent, answer }),
      () => {},
    ),
  );
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(() => send(key), afterMs);
    return () => clearTimeout(timer);
  }, [key, afterMs]);
  return answered;
}
