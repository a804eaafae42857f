/** Details that the bank shows only for a while after the password was given. */
import { useEffect, useState } from 'react';
import { RefusedError } from '#app/_client/bank.ts';
import { NotConfirmed, useConfirming, useRefusal } from '#app/_frame/session/step-up.tsx';

/** Details that the server rendered, and for how long they may be shown. */
export type DrawnDetails<Details> = { details: Details; forMs: number };

type Shown<Details> = DrawnDetails<Details> & {
  /** When the bank answered, by this device's clock; null for what came with the page. */
  at: number | null;
};

/**
 * `toggle` runs `read`, after the password if the bank wants it, or hides the details. They are also dropped when the
 * bank would no longer show them and when the page is closed.
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

/** Masked details count as a refusal. */
async function readWhole<Answer extends { detailsForMs: number }>(
  read: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await read();
  if (answer.detailsForMs === 0) throw new RefusedError(403, { code: 'step_up_required' });
  return answer;
}
