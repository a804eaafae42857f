/**
 * A customer asks for a payment: the payee is found, everything is judged that can be judged now, and the document is
 * written with a nonce of this process's own, so that no proof of it can exist before. Nothing moves.
 */
import { randomBytes } from 'node:crypto';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { isAccountId } from '#lib/ids.ts';
import { type AccountHash, readAccountHash } from '#lib/ledger/accounts.ts';
import { bodyDigestOf, paymentIdOf } from '#lib/payments/challenge.ts';
import { readLimits } from '#lib/payments/limits.ts';
import { compareNames } from '#lib/payments/payee-name.ts';
import { findHolder, type Holder, holderName } from '#lib/payments/payees.ts';
import type { Payment, PaymentOrder, PaymentReason } from '#lib/payments/payment.ts';
import { readPaymentKeys } from '#lib/payments/payment-keys.ts';
import { PROOF_TAKES_MS } from '#lib/payments/payment-limits.ts';
import type { RequestBody } from '#lib/payments/requests.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { writePayment } from '#worker/payments/document.ts';

const NONCE_BYTES = 32;

type Judged = { reason?: PaymentReason; facts?: Payment['facts']; shownName: string };

/**
 * Writes the payment that `order` asks for, `asked` or `refused` with its reason. The first write of a key wins. Asks for
 * an account that the customer has not are dropped: the web process sends none. About ten reads and one script, O(1).
 */
export async function ask(redis: Redis, user: UserTag, { key, order }: RequestBody<'pay'>): Promise<void> {
  const id = paymentIdOf(user, key);
  if (!isAccountId(order.from)) return;
  const from: AccountRef = { user, account: order.from };
  const [account, holder, name] = await Promise.all([
    readAccountHash(redis, from),
    findHolder(redis, order.to.number),
    holderName(redis, user),
  ]);
  if (!account || name === null) return;
  const { reason, facts, shownName } = await judge(redis, from, account, holder, order);
  const askedAt = Math.round(await redisNow(redis));
  await writePayment(redis, {
    id,
    kind: 'payment',
    state: reason ? 'refused' : 'asked',
    payer: { ...from, number: account.number, name: name || account.number },
    // Of an unknown account there is nothing to say but what was typed.
    payee: { ...(holder?.ref ?? from), number: order.to.number, name: shownName },
    amountMinor: order.amountMinor,
    currency: account.currency,
    reference: order.reference,
    bodyDigest: bodyDigestOf('payment', order),
    askedAt,
    ...(reason
      ? { reason, facts, endedAt: askedAt }
      : { nonce: randomBytes(NONCE_BYTES).toString('base64url'), expiresAt: askedAt + PROOF_TAKES_MS }),
  });
}

/** The first reason against a payment, in the order in which a payer can do something about it. */
async function judge(
  redis: Redis,
  from: AccountRef,
  account: AccountHash,
  holder: Holder | null,
  { to, amountMinor }: PaymentOrder,
): Promise<Judged> {
  const refused = (reason: PaymentReason, facts?: Payment['facts']) => ({
    reason,
    facts,
    shownName: to.name,
  });
  if (!holder) return refused('unknown_account');
  if (holder.ref.user === from.user) return refused('to_self');
  const answer = compareNames(holder.name, to.name);
  if (answer === 'close' && !to.nameAccepted) return refused('name_close', { name: holder.name });
  if (answer === 'differs' && !to.nameAccepted) return refused('name_differs');
  // What is so of the payee's account is for who knows whose it is.
  if (holder.account.closed !== undefined) return refused('account_closed');
  if (holder.account.currency !== account.currency) return refused('other_currency');

  const [enrolled, limits] = await Promise.all([
    readPaymentKeys(redis, from.user),
    readLimits(redis, from.user),
  ]);
  if (enrolled.length === 0) return refused('no_key');
  const { perPaymentMinor, perDayMinor, leftTodayMinor, renewsAt } = limits;
  if (amountMinor > perPaymentMinor) return refused('over_payment_limit', { limitMinor: perPaymentMinor });
  if (amountMinor > leftTodayMinor) {
    return refused('over_day_limit', { limitMinor: perDayMinor, availableMinor: leftTodayMinor, renewsAt });
  }
  const availableMinor = Math.max(0, account.available);
  if (amountMinor > availableMinor) return refused('not_enough', { availableMinor });
  return { shownName: answer === 'differs' ? to.name : holder.name };
}
