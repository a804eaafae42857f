/**
 * Carries payments to their end: asked → debited → done, or returned when the payee's account cannot take the money. Each
 * step is safe to repeat and looks at what is there, so whoever comes after a crash, or at the same time, goes on from
 * there. Money returns only when its rejection was read, never because something took long.
 */
import { BankError } from '#lib/errors.ts';
import { isPaymentId, isUserTag, type PaymentId, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, SECOND } from '#lib/time.ts';
import { credit, debit, giveBack, type Proven, settle, transfer } from './book.ts';
import type { Payment } from './payment.ts';
import { readPayment } from './read-payments.ts';

/** Past the payment's end: a request or process that comes back later finds the end itself. */
const PAID_KEPT_MS = 31 * DAY;

/**
 * Carries the payer's payment as far as it may go and answers it as it is then: `asked` still, when it needs a proof and
 * none is given. Throws not_found; conflict when others kept posting; internal for a damaged key. Whatever is thrown,
 * carrying it again goes on. About nine commands, O(log counterparties).
 */
export async function carry(redis: Redis, user: UserTag, id: PaymentId, proven?: Proven): Promise<Payment> {
  const asked = await read(redis, user, id);
  if (asked.kind === 'own') {
    if (asked.state === 'asked') await transfer(redis, asked);
    return read(redis, user, id);
  }
  if (asked.state === 'asked' && proven) {
    // Before the debit: whoever finds money on its way finds it here.
    await redis.sAdd(keys.paymentsUnderway(), underway(user, id));
    await debit(redis, asked, proven);
  }
  const debited = asked.state === 'asked' ? await read(redis, user, id) : asked;
  if (debited.state === 'asked') return debited;
  if (debited.state === 'debited') {
    const paid = await credit(redis, debited);
    if (paid === 'credited') await settle(redis, debited);
    else await giveBack(redis, debited);
  }
  const ended = await read(redis, user, id);
  await redis.pExpire(keys.paid(ended.payee.user, id), PAID_KEPT_MS);
  await redis.sRem(keys.paymentsUnderway(), underway(user, id));
  return ended;
}

const underway = (user: UserTag, id: PaymentId) => `${user}:${id}`;

async function read(redis: Redis, user: UserTag, id: PaymentId): Promise<Payment> {
  const payment = await readPayment(redis, user, id);
  if (!payment) throw new BankError('not_found', 'There is no such payment.');
  return payment;
}

/** What may be on its way, as it is listed. SMEMBERS, O(payments on their way). */
export const listUnderway = (redis: Redis): Promise<string[]> => redis.sMembers(keys.paymentsUnderway());

/**
 * Carries a listed payment on. One that waits for its proof stays listed until nobody can debit it any more; then, and
 * when there is none, it is taken off.
 */
export async function carryListed(redis: Redis, listed: string): Promise<void> {
  const [user = '', id = ''] = listed.split(':');
  const payment = isUserTag(user) && isPaymentId(id) ? await readPayment(redis, user, id) : null;
  if (payment && isUserTag(user)) {
    const { state, expiresAt = 0 } = await carry(redis, user, payment.id);
    if (state !== 'asked' || expiresAt + SECOND > (await redisNow(redis, SECOND))) return;
  }
  await redis.sRem(keys.paymentsUnderway(), listed);
}
