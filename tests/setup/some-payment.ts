/** Payments as the payments process would have written them, for what only reads them. */
import { randomBytes } from 'node:crypto';
import { type AccountRef, isPaymentId } from '#lib/ids.ts';
import type { Payment } from '#lib/payments/payment.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

/** 25.00 USD from an account to Alice Nguyen, done, but for `some`. */
export async function writePayment(
  redis: Redis,
  from: AccountRef,
  to: Partial<Payment['payee']>,
  some: Partial<Payment> = {},
): Promise<Payment> {
  const id = randomBytes(17).toString('base64url').slice(0, 22);
  if (!isPaymentId(id)) throw new TypeError(id);
  const askedAt = some.askedAt ?? Date.now();
  const payment: Payment = {
    id,
    kind: 'payment',
    state: 'done',
    amountMinor: 25_00,
    currency: 'USD',
    reference: 'Lunch',
    bodyDigest: '',
    askedAt,
    payer: { ...from, number: '1580783161', name: 'Bob Carter' },
    payee: { ...from, number: '1642207730', name: 'Alice Nguyen', ...to },
    ...some,
  };
  await redis.json.set(keys.payment(from.user, id), '$', payment);
  await redis.zAdd(keys.payments(from.user), { value: id, score: askedAt });
  return payment;
}
