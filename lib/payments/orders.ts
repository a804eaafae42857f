/**
 * Asks for payments and own transfers, and hands their proofs over. The payments process decides and writes; here its
 * document is waited for.
 */
import type { Actor } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { PaymentId, UserTag } from '#lib/ids.ts';
import { requireAccount } from '#lib/ledger/accounts.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { admitWithin, sourceOf } from '#lib/sign-in/throttle.ts';
import { DAY, MINUTE, SECOND } from '#lib/time.ts';
import { bodyDigestOf, paymentIdOf } from './challenge.ts';
import { admitChecks } from './payees.ts';
import { type Asked, type Payment, type PaymentOrder, type TransferOrder, viewOf } from './payment.ts';
import { proofBy } from './proof.ts';
import { confirmOf, readPayment } from './read-payments.ts';
import { recordSeen as record } from './record.ts';
import { refusal } from './refusals.ts';
import { type RequestBody, sendRequest, waitFor } from './requests.ts';

/** Payments and transfers that a customer may ask for. */
const ORDERS = { tries: 30, windowMs: MINUTE };
/** Each is kept for a day, whatever becomes of it. */
const ORDERS_OF_A_DAY = { tries: 200, windowMs: DAY };

/** Reasons that tell something of the payee. */
const OF_PAYEE: ReadonlySet<string> = new Set(['unknown_account', 'name_close', 'name_differs']);

/**
 * Asks for a payment to somebody else; with the same key again, for what became of it. `payment` is null when the payments
 * process has not answered within two seconds. Throws a PaymentReason, `not_found` for an account that is not the
 * customer's, `idempotency_key_reused` and `throttled`. XADD and JSON.GETs, O(1).
 */
export async function askPayment(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  body: RequestBody<'pay'>,
): Promise<Asked> {
  const bodyDigest = bodyDigestOf('payment', body.order);
  const id = paymentIdOf(user, body.key);
  const before = await readPayment(redis, user, id);
  // What is asked again is answered again, and tells nothing new.
  if (before) return ask(redis, 'pay', user, body, bodyDigest, before);
  // Under what is asked: who asks the same again because the bank was slow tries no other name.
  const giveBack = await admitChecks(redis, user, sourceOf(actor.address), `${id} ${bodyDigest}`);
  // Only a name that matched is no guess; a yes to whatever name it is tells as much as the question did.
  const settle = (isKnown: boolean) => isKnown && !body.order.to.nameAccepted && giveBack();
  try {
    const asked = await ask(redis, 'pay', user, body, bodyDigest, null);
    await settle(asked.payment !== null);
    return asked;
  } catch (error) {
    await settle(!(error instanceof BankError) || !OF_PAYEE.has(error.code));
    throw error;
  }
}

/**
 * The same for money between two accounts of the customer's own. Only the ledger has it: it takes no proof, and in the
 * audit log the oldest entries would make room for it.
 */
export async function askTransfer(
  redis: Redis,
  user: UserTag,
  body: RequestBody<'transfer'>,
): Promise<Asked> {
  const before = await readPayment(redis, user, paymentIdOf(user, body.key));
  return ask(redis, 'transfer', user, body, bodyDigestOf('own', body.order), before);
}

async function ask(
  redis: Redis,
  kind: 'pay' | 'transfer',
  user: UserTag,
  body: { key: string; order: PaymentOrder | TransferOrder },
  bodyDigest: string,
  before: Payment | null,
): Promise<Asked> {
  const id = paymentIdOf(user, body.key);
  const look = () => readPayment(redis, user, id);
  // A transfer waits for nobody: it ends as soon as it is written, and one that stopped there is asked for again.
  const isSettled = ({ state }: Payment) => kind === 'pay' || state !== 'asked';
  if (before && before.bodyDigest !== bodyDigest) throw reused();
  if (before === null || !isSettled(before)) {
    await requireAccount(redis, user, body.order.from);
    if (typeof body.order.to === 'string') await requireAccount(redis, user, body.order.to);
    await admitWithin(redis, ['order', user], ORDERS);
    await admitWithin(redis, ['orders of a day', user], ORDERS_OF_A_DAY);
    await sendRequest(redis, kind, user, body as RequestBody<'pay'> & RequestBody<'transfer'>);
  }
  let payment = before;
  await waitFor(async () => {
    payment = await look();
    return payment && isSettled(payment) ? payment : null;
  });
  // Another request may have come first.
  if (payment && payment.bodyDigest !== bodyDigest) throw reused();
  return answerOf(redis, id, payment);
}

const reused = () =>
  new BankError('idempotency_key_reused', 'This Idempotency-Key was sent with another body.');

/**
 * Hands the proof of a payment over, and waits until it has moved or was refused; a wrong one is not handed over. Throws a
 * PaymentReason, and `not_found`. HGETALL, a signature to check, XADD and JSON.GETs, O(keys).
 */
export async function provePayment(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  { id, response }: RequestBody<'prove'>,
): Promise<Asked> {
  const asked = await readPayment(redis, user, id);
  if (!asked) throw new BankError('not_found', 'There is no such payment.');
  if (asked.state !== 'asked') return answerOf(redis, asked.id, asked);
  if (asked.kind === 'payment') {
    const proof = await proofBy(redis, asked, response);
    // It waits on: a wrong proof of whoever has a session ends nothing.
    if (typeof proof === 'string') throw refusal(proof);
  }
  await sendRequest(redis, 'prove', user, { id, response });
  let last: Payment = asked;
  await waitFor(async () => {
    last = (await readPayment(redis, user, id)) ?? last;
    return isUnderway(last) ? null : last;
  });
  const detail = { payment: last.id, ...(last.reason ? { reason: last.reason } : {}) };
  if (last.state === 'refused') {
    await record(redis, user, actor, { act: 'payment_refused', outcome: 'refused', detail });
  } else if (last.state !== 'asked') await record(redis, user, actor, { act: 'payment_sent', detail });
  return answerOf(redis, last.id, last);
}

/** Whether the bank still has to do something. */
export const isUnderway = (payment: Pick<Payment, 'state'> | null): boolean =>
  payment === null || payment.state === 'asked' || payment.state === 'debited';

async function answerOf(redis: Redis, id: PaymentId, payment: Payment | null): Promise<Asked> {
  if (payment?.state === 'refused') throw refusal(payment.reason ?? 'expired', payment.facts);
  if (
    payment?.state === 'asked' &&
    payment.expiresAt &&
    payment.expiresAt + SECOND < (await redisNow(redis))
  ) {
    // It may have been debited since it was read; past its time, with what a clock may be wrong by, it will not be.
    const now = await readPayment(redis, payment.payer.user, id);
    if (now?.state !== 'asked') return answerOf(redis, id, now);
    throw refusal('expired');
  }
  return {
    id,
    payment: payment && viewOf(payment),
    confirm: payment && (await confirmOf(redis, payment)),
  };
}
