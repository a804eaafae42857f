import { useRef, useState } from 'react';
import type { Draft } from '#app/(bank)/pay/_flow/draft.ts';
import { carry, stopped } from './carry.ts';
import type { Problem } from './problems.ts';
import { sign } from './sign.ts';

/**
 * `send` carries the payment to the bank, with the customer's passkey where it goes to others, and calls `onSent` with
 * its id once the bank has it. Called again, after a lost line or a reload, it asks about the same payment: `isUnknown`
 * says that one went out and has no answer.
 */
export function useSending(
  { draft, amountMinor }: { draft: Draft; amountMinor: number },
  keep: (draft: Draft) => void,
  onSent: (id: string) => void,
) {
  const busy = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isUnknown, setUnknown] = useState(draft.moving);

  async function send() {
    if (busy.current) return;
    busy.current = true;
    setBusy(true);
    setProblem(null);
    let now = draft;
    const step = (next: Draft) => {
      now = next;
      keep(next);
    };
    try {
      onSent(await carry(draft, amountMinor, step, sign));
      // It stays busy: the receipt comes.
    } catch (error) {
      const { draft: kept, problem } = stopped(draft, now, error);
      keep(kept);
      setUnknown(kept.moving);
      // That there is no answer yet is said by itself.
      setProblem(kept.moving && !draft.moving ? null : problem);
      busy.current = false;
      setBusy(false);
    }
  }

  return { send, isBusy, isUnknown, problem };
}
