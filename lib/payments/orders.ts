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
import { MINUTE } from '#lib/time.ts';
import { bodyDigestOf, paymentIdOf } from './challenge.ts';
import { admitChecks } from './payees.ts';
import { type Asked, type Payment, type PaymentOrder, type TransferOrder, viewOf } from './payment.ts';
import { confirmOf, readPayment } from './read-payments.ts';
import { recordSeen as record } from './record.ts';
import { refusal } from './refusals.ts';
import { type RequestBody, sendRequest, waitFor } from './requests.ts';

/** Payments and transfers that a customer may ask for. */
const ORDERS = { tries: 30, windowMs: MINUTE };

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
  const giveBack = await admitChecks(redis, user, sourceOf(actor.address));
  try {
    const asked = await ask(redis, 'pay', user, body, bodyDigestOf('payment', body.order));
    await giveBack();
    return asked;
  } catch (error) {
    if (!(error instanceof BankError) || !OF_PAYEE.has(error.code)) await giveBack();
    throw error;
  }
}

/** The same for money between two accounts of the customer's own. */
export async function askTransfer(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  body: RequestBody<'transfer'>,
): Promise<Asked> {
  const id = paymentIdOf(user, body.key);
  const isNew = (await readPayment(redis, user, id)) === null;
  const asked = await ask(redis, 'transfer', user, body, bodyDigestOf('own', body.order));
  if (isNew && asked.payment) {
    await record(redis, user, actor, { act: 'payment_sent', detail: { payment: id } });
  }
  return asked;
}

async function ask(
  redis: Redis,
  kind: 'pay' | 'transfer',
  user: UserTag,
  body: { key: string; order: PaymentOrder | TransferOrder },
  bodyDigest: string,
): Promise<Asked> {
  const id = paymentIdOf(user, body.key);
  const look = () => readPayment(redis, user, id);
  const before = await look();
  if (before === null) {
    await requireAccount(redis, user, body.order.from);
    if (typeof body.order.to === 'string') await requireAccount(redis, user, body.order.to);
    await admitWithin(redis, ['order', user], ORDERS);
    await sendRequest(redis, kind, user, body as RequestBody<'pay'> & RequestBody<'transfer'>);
  }
  // A transfer waits for nobody: it ends as soon as it is written.
  const isSettled = ({ state }: Payment) => kind === 'pay' || state !== 'asked';
  let payment = before;
  await waitFor(async () => {
    payment = await look();
    return payment && isSettled(payment) ? payment : null;
  });
  if (payment && payment.bodyDigest !== bodyDigest) {
    throw new BankError('idempotency_key_reused', 'This Idempotency-Key was sent with another body.');
  }
  return answerOf(redis, id, payment);
}

/**
 * Hands the proof of a payment over, and waits until it has moved or was refused. Throws a PaymentReason, and `not_found`.
 * XADD and JSON.GETs, O(1).
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
  if (payment?.state === 'asked' && payment.expiresAt && payment.expiresAt <= (await redisNow(redis)))
    throw refusal('expired');
  return {
    id,
    payment: payment && viewOf(payment),
    confirm: payment && (await confirmOf(redis, payment)),
  };
}
