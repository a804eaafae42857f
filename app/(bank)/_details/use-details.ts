/** Details that the bank shows for a while after the password alone: asked for, shown, and hidden again. */
import { useEffect, useState } from 'react';
import { RefusedError } from '#app/_client/bank.ts';
import { NotConfirmed, useConfirming, useRefusal } from '#app/_frame/session/step-up.tsx';

/** What the server drew into a page that asked for it, and for how long. */
export type DrawnDetails<Details> = { details: Details; forMs: number };

type Shown<Details> = DrawnDetails<Details> & {
  /** When the bank answered, by this device's clock; null for what came with the page. */
  at: number | null;
};

/**
 * Runs `read` when asked to, after the password where the bank wants it, and forgets what it read when the bank would
 * not answer it any more, when it is hidden, and when the page is left.
 */
export function useDetails<Answer extends { detailsForMs: number }, Details>(
  read: () => Promise<Answer>,
  detailsOf: (answer: Answer) => Details,
  drawn: DrawnDetails<Details> | null,
) {
  const confirming = useConfirming();
  const refusal = useRefusal();
  const [shown, setShown] = useState<Shown<Details> | null>(drawn && { ...drawn, at: null });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');

  useEffect(() => {
    if (!shown) return;
    const hide = () => setShown(null);
    const endsAt = (shown.at ?? performance.timeOrigin) + shown.forMs;
    const look = () => Date.now() >= endsAt && hide();
    const timer = setTimeout(hide, endsAt - Date.now());
    // Timers of a device that slept are late.
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', hide);
    };
  }, [shown]);

  async function show() {
    if (busy) return;
    setBusy(true);
    setWrong('');
    try {
      const answer = await confirming(() => readWhole(read));
      setShown({ details: detailsOf(answer), forMs: answer.detailsForMs, at: Date.now() });
    } catch (error) {
      if (!(error instanceof NotConfirmed)) setWrong(refusal(error));
    } finally {
      setBusy(false);
    }
  }

  const toggle = () => (shown ? setShown(null) : void show());
  return { shown: shown?.details ?? null, busy, wrong, toggle };
}

/** Masked details are no answer to who asked to see them: the same as being refused. */
async function readWhole<Answer extends { detailsForMs: number }>(
  read: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await read();
  if (answer.detailsForMs === 0) throw new RefusedError(403, { code: 'step_up_required' });
  return answer;
}
