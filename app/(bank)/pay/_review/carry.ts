/**
 * A payment on its way to the bank. Whether an order that went out was carried out is known only once the bank said what
 * became of it; until then its draft stays as it is, and is asked about with the same bytes under the same key.
 */
import { type AnswerOf, type BodyOf, bank, RefusedError } from '#app/_client/bank.ts';
import { asTyped, type Draft, moving, refused, sending } from '#app/(bank)/pay/_flow/draft.ts';
import { newKey } from '#app/(bank)/pay/_flow/use-draft.ts';
import { type Problem, problemOf } from './problems.ts';
import type { sign } from './sign.ts';

/** Beyond it the bank is slow, and says so; each try waits at the bank itself. */
const TRIES = 5;

type Body<Path extends '/api/payments' | '/api/transfers'> = BodyOf<Path, 'POST'>;
type Answer = AnswerOf<'/api/payments', 'POST'>;

/** Answers the payment's id once the bank has carried it out or has refused it. `step` keeps each draft on the way. */
export async function carry(
  draft: Draft,
  amountMinor: number,
  step: (draft: Draft) => void,
  signing: typeof sign,
): Promise<string> {
  const now = draft.moving ? draft : sending(draft, bodyOf(draft, amountMinor), newKey);
  const body: unknown = JSON.parse(now.sent ?? 'null');
  if (draft.payee?.kind === 'own') {
    step(moving(now));
    const post = () => bank.post('/api/transfers', { body: body as Body<'/api/transfers'>, key: now.key });
    return (await ask(post, ({ payment }) => payment !== null && payment.state !== 'asked')).id;
  }
  step(now);
  const post = () => bank.post('/api/payments', { body: body as Body<'/api/payments'>, key: now.key });
  const { id, confirm } = await ask(post, ({ payment }) => payment !== null);
  if (!confirm) return id;
  const response = await signing(confirm);
  step(moving(now));
  const proven = await bank.post('/api/payments/:id/proof', { params: { id }, body: { response } });
  // It is signed, and the payments process has not looked at it yet.
  if (!proven.payment || proven.payment.state === 'asked') throw slow();
  return id;
}

function bodyOf({ from, payee, reference }: Draft, amountMinor: number): unknown {
  if (!payee) throw new Error('A payment without a payee is not sent.');
  const line = asTyped(reference);
  const common = { from, amountMinor, ...(line ? { reference: line } : {}) };
  if (payee.kind === 'own') return { ...common, to: payee.account };
  const { number, name, nameAccepted } = payee;
  return { ...common, to: { number, name, ...(nameAccepted ? { nameAccepted } : {}) } };
}

/** Asks until the bank has answered: the same each time, by its key. What the first try gave to the bank is not forgotten. */
async function ask(post: () => Promise<Answer>, isAnswered: (answer: Answer) => boolean): Promise<Answer> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const answer = await post();
      if (isAnswered(answer)) return answer;
    } catch (error) {
      throw tries === 0 || isEnd(error) ? error : slow();
    }
  }
  throw slow();
}

const slow = () => new RefusedError(0, { code: 'slow' });

/**
 * What is kept, and what is said, when a payment did not get to its end: `before` was on the screen, `now` was kept last.
 * Nothing is said to be unsent while the bank may have it.
 */
export function stopped(before: Draft, now: Draft, error: unknown): { draft: Draft; problem: Problem } {
  const problem = problemOf(error);
  const isRefused = error instanceof RefusedError && error.status >= 400 && error.status < 500;
  if (isEnd(error) || (isRefused && !before.moving && !PASSING.has(error.status))) {
    return { draft: refused(now, newKey), problem };
  }
  const draft = { ...now, moving: before.moving || (now.moving && !(isRefused && error.status !== 408)) };
  return { draft, problem: draft.moving && !UNREACHED.has(problem.code) ? { code: 'slow' } : problem };
}

/** The bank said what became of the payment: nothing of it moves any more. */
const isEnd = (error: unknown): boolean =>
  error instanceof RefusedError && error.status === 422 && error.code !== 'idempotency_key_reused';

/** Refusals of the moment, which say nothing of the payment. */
const PASSING: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** What says why there is no answer, and no more. */
const UNREACHED: ReadonlySet<string> = new Set(['network', 'redis_unavailable', 'slow']);
