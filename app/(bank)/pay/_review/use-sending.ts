import { useRef, useState } from 'react';
import { type AnswerOf, bank, RefusedError } from '#app/_client/bank.ts';
import { type Draft, moving, refused, sending } from '#app/(bank)/pay/_flow/draft.ts';
import { newKey } from '#app/(bank)/pay/_flow/use-draft.ts';
import { isFinal, type Problem, problemOf } from './problems.ts';
import { sign } from './sign.ts';

/** Beyond it the bank is slow, and says so; each try waits at the bank itself. */
const TRIES = 5;

/**
 * `send` carries the payment to the bank, with the customer's passkey where it goes to others, and calls `onSent` with
 * its id once the bank has it. Called again, after a lost line or a reload, it asks about the same payment.
 */
export function useSending(
  { draft, amountMinor }: { draft: Draft; amountMinor: number },
  keep: (draft: Draft) => void,
  onSent: (id: string) => void,
) {
  const busy = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

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
      onSent(await carry(draft, amountMinor, step));
      // It stays busy: the receipt comes.
    } catch (error) {
      if (isFinal(error)) keep(refused(now, newKey));
      else if (error instanceof RefusedError && error.status >= 400 && error.status < 500)
        keep({ ...now, moving: draft.moving });
      setProblem(problemOf(error));
      busy.current = false;
      setBusy(false);
    }
  }

  return { send, isBusy, problem };
}

/** Answers the payment's id. */
async function carry(draft: Draft, amountMinor: number, step: (draft: Draft) => void): Promise<string> {
  const { from, payee, reference } = draft;
  const common = { from, amountMinor, ...(reference.trim() ? { reference: reference.trim() } : {}) };
  if (payee?.kind === 'own') {
    const body = { ...common, to: payee.account };
    const now = moving(sending(draft, body, newKey));
    step(now);
    const { id } = await ask(() => bank.post('/api/transfers', { body, key: now.key }));
    return id;
  }
  if (!payee) throw new Error('A payment without a payee is not sent.');
  const { number, name, nameAccepted } = payee;
  const body = { ...common, to: { number, name, ...(nameAccepted ? { nameAccepted } : {}) } };
  const now = sending(draft, body, newKey);
  step(now);
  const { id, confirm } = await ask(() => bank.post('/api/payments', { body, key: now.key }));
  if (!confirm) return id;
  const proof = await sign(confirm);
  step(moving(now));
  await bank.post('/api/payments/:id/proof', { params: { id }, body: { response: proof } });
  return id;
}

/** Asks until the payments process has answered: the same each time, by its key. */
async function ask(post: () => Promise<AnswerOf<'/api/payments', 'POST'>>) {
  for (let tries = TRIES; tries > 0; tries--) {
    const answer = await post();
    if (answer.payment) return answer;
  }
  throw new RefusedError(0, { code: 'slow' });
}
