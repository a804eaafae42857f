/** Moves money between two accounts of one customer: no proof is wanted, since it stays theirs. */
import { type AccountRef, isAccountId, type UserTag } from '#lib/ids.ts';
import { type AccountHash, readAccountHash } from '#lib/ledger/accounts.ts';
import { carry } from '#lib/payments/carry.ts';
import { bodyDigestOf, paymentIdOf } from '#lib/payments/challenge.ts';
import type { PaymentReason } from '#lib/payments/payment.ts';
import type { RequestBody } from '#lib/payments/requests.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { writePayment } from '#worker/payments/document.ts';

/** Writes the transfer that `order` asks for and carries it out, once a key. A few reads and two scripts. */
export async function transfer(
  redis: Redis,
  user: UserTag,
  { key, order }: RequestBody<'transfer'>,
): Promise<void> {
  if (!isAccountId(order.from) || !isAccountId(order.to)) return;
  const from: AccountRef = { user, account: order.from };
  const to: AccountRef = { user, account: order.to };
  const [paying, paid] = await Promise.all([readAccountHash(redis, from), readAccountHash(redis, to)]);
  if (!paying || !paid) return;
  const [id, askedAt] = [paymentIdOf(user, key), Math.round(await redisNow(redis))];
  const reason = reasonAgainst(from, paying, to, paid);
  await writePayment(redis, {
    ...{ id, kind: 'own', state: reason ? 'refused' : 'asked', askedAt },
    ...(reason ? { reason, endedAt: askedAt } : {}),
    payer: { ...from, number: paying.number, name: paying.name },
    payee: { ...to, number: paid.number, name: paid.name },
    ...{ amountMinor: order.amountMinor, currency: paying.currency, reference: order.reference },
    bodyDigest: bodyDigestOf('own', order),
  });
  await carry(redis, user, id);
}

/** What the transfer itself does not look at. */
function reasonAgainst(
  from: AccountRef,
  paying: AccountHash,
  to: AccountRef,
  paid: AccountHash,
): PaymentReason | null {
  if (from.account === to.account) return 'to_self';
  return paying.currency === paid.currency ? null : 'other_currency';
}
