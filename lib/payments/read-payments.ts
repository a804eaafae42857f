/** Reads payments. The customer's tag is part of every key: another's payment is a key that does not exist. */
import { isPaymentId, type PaymentId, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { relyingParty } from '#lib/webauthn.ts';
import { challengeOf } from './challenge.ts';
import { type Confirm, type Payment, type PaymentView, paymentSchema, viewOf } from './payment.ts';
import { readPaymentKeys } from './payment-keys.ts';

/** JSON.GET, O(1). Null when there is none, and for what is no id. */
export async function readPayment(redis: Redis, user: UserTag, id: string): Promise<Payment | null> {
  if (!isPaymentId(id)) return null;
  const found = await redis.json.get(keys.payment(user, id));
  return found === null ? null : paymentSchema.parse(found);
}

type Page<Item> = { items: Item[]; next: number | null };

/**
 * A page of the customer's payments, newest first, with the `before` of the next one; longer than `limit` where payments of
 * one millisecond stand at its end. ZRANGEs BYSCORE and one JSON.MGET, O(log payments + limit).
 */
export async function readPayments(
  redis: Redis,
  user: UserTag,
  { before, limit }: { before?: number; limit: number },
): Promise<Page<Payment>> {
  const newest = before === undefined ? '+inf' : `(${before}`;
  const rows = await redis.zRangeWithScores(keys.payments(user), newest, '-inf', {
    BY: 'SCORE',
    REV: true,
    LIMIT: { offset: 0, count: limit },
  });
  if (rows.length === 0) return { items: [], next: null };
  const last = rows.length < limit ? null : (rows.at(-1)?.score ?? null);
  // The next page begins before their millisecond.
  const atOnce =
    last === null ? [] : await redis.zRange(keys.payments(user), last, last, { BY: 'SCORE', REV: true });
  const named = new Set([...rows.map(({ value }) => value), ...atOnce]);
  const ids = [...named].map((id) => keys.payment(user, id as PaymentId));
  const found = await redis.json.mGet(ids, '$');
  const items = found.flatMap((reply) => {
    const payment = paymentSchema.safeParse(Array.isArray(reply) ? reply[0] : null);
    return payment.success ? [payment.data] : [];
  });
  return { items, next: last };
}

/** The same, as their payer sees them. */
export async function listPayments(
  redis: Redis,
  user: UserTag,
  page: { before?: number; limit: number },
): Promise<Page<PaymentView>> {
  const { items, next } = await readPayments(redis, user, page);
  return { items: items.map(viewOf), next };
}

/** What a payment that was asked waits for; null for every other. HGETALL, O(keys). */
export async function confirmOf(redis: Redis, payment: Payment): Promise<Confirm | null> {
  const { state, expiresAt, nonce, payer } = payment;
  if (state !== 'asked' || expiresAt === undefined || nonce === undefined) return null;
  const credentials = (await readPaymentKeys(redis, payer.user)).map(({ id, transports }) => ({
    id,
    transports,
  }));
  return { challenge: challengeOf(payment), credentials, rpId: relyingParty().id, expiresAt };
}
