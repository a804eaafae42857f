/**
 * The steps of a payment, each one script of one customer's slot, and safe to repeat: debit, credit, then its end, and
 * for money between own accounts all at once. carry.ts has their order.
 */
import { NO_REFERENCE, RETURNED } from '#lib/booked-text.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { AccountRef, PaymentId, UserTag } from '#lib/ids.ts';
import { MAX_COUNTERPARTY, MAX_DESCRIPTION, type Posting, postingSchema } from '#lib/ledger/ledger-entry.ts';
import { type NotBooked, postingCall } from '#lib/ledger/post.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { asLine } from '#lib/short-name.ts';
import { dayOf, daysAfter, SECOND, startOfDay } from '#lib/time.ts';
import type { Payment } from './payment.ts';
import { DEFAULT_LIMITS } from './payment-limits.ts';

const debitScript = luaScript('lib/payments/debit.lua');
const creditScript = luaScript('lib/payments/credit.lua');
const settleScript = luaScript('lib/payments/settle.lua');
const giveBackScript = luaScript('lib/payments/give-back.lua');
const transferScript = luaScript('lib/payments/transfer.lua');

/** What a proof showed: the key for payments that signed, and how often it says it did. */
export type Proven = { id: string; counter: number };

/** What became of it at the payee: the first answer, for good. */
export type Paid = 'credited' | 'rejected';

type Answer = NotBooked | [string, ...unknown[]];

/** A stream of the payer hears of the payment: the signal wakes up, the document is the truth. */
export const paymentSignal = (id: PaymentId, state: Payment['state']) =>
  JSON.stringify({ kind: 'payment', id, state });

/**
 * Sends a script until nobody came between its reads and it. Throws conflict when others kept posting, internal for a
 * damaged key; nothing was written then.
 */
async function untilBooked(redis: Redis, send: (now: number) => Promise<unknown>): Promise<Answer> {
  const outcome = await retried(async () => {
    const answer = (await send(Math.round(await redisNow(redis, SECOND)))) as Answer;
    return answer[0] === 'moved' || answer[0] === 'late' ? AGAIN : answer;
  });
  if (outcome === AGAIN) throw new BankError('conflict', 'The account was busy. Nothing was booked.');
  if (outcome[0] === 'refused' || outcome[0] === 'unknown') {
    throw new BankError('internal', 'The payment could not be booked.', {
      cause: new Error(outcome.join(' ')),
    });
  }
  return outcome;
}

/** Throws a ZodError for what the ledger does not take: no name or reference, which are brought into form here. */
function postingOf(payment: Payment, { id, amountMinor, other, description }: Booking, at: number): Posting {
  const isOwn = payment.kind === 'own';
  return postingSchema.parse({
    id,
    amountMinor,
    counterparty: asLine(other.name, MAX_COUNTERPARTY) || other.number,
    counterpartyAccount: other.number,
    description: asLine(description, MAX_DESCRIPTION) || NO_REFERENCE,
    category: isOwn ? 'savings' : 'payments',
    type: isOwn ? 'own_transfer' : 'payment',
    at,
    payment: payment.id,
  });
}

/**
 * The posting after the account's last one, as it was read: the script answers `moved` when another came between. Of an
 * account that is gone it is for a script that says so. HMGET, O(1).
 */
async function call(redis: Redis, ref: AccountRef, payment: Payment, now: number, booking: Booking) {
  const fields = ['seq', 'number', 'name', 'lastAt'];
  const [seq, number, name, lastAt] = await redis.hmGet(keys.account(ref), fields);
  const posting = postingOf(payment, booking, Math.max(now, Number(lastAt ?? 0) + 1));
  const owner = { seq: Number(seq ?? 0), number: number ?? '', name: name ?? '' };
  return postingCall(ref, owner, posting, { paid: booking.amountMinor < 0 ? 'paidOut' : 'paidIn' });
}

type Booking = { id: string; amountMinor: number; other: Payment['payee']; description: string };

const outgoing = ({ id, payee, amountMinor, reference }: Payment): Booking => ({
  id: `paid-${id}`,
  amountMinor: -amountMinor,
  other: payee,
  description: reference,
});
const incoming = ({ id, payer, amountMinor, reference }: Payment): Booking => ({
  id: `got-${id}`,
  amountMinor,
  other: payer,
  description: reference,
});
const comingBack = ({ id, payee, amountMinor, reference }: Payment): Booking => ({
  id: `back-${id}`,
  amountMinor,
  other: payee,
  description: RETURNED + (reference || NO_REFERENCE),
});

/**
 * Takes the money of a payment that was proven, or refuses the payment: expired, a key that is gone or was copied, over a
 * limit, not enough money. Does nothing to one that is not asked, or has another nonce. One script, O(log counterparties).
 */
export async function debit(redis: Redis, payment: Payment, proven: Proven): Promise<void> {
  const { id, payer, nonce, askedAt } = payment;
  const { timeZone } = config();
  await untilBooked(redis, async (now) => {
    // What the ledger would not take on the other side, or back, must not leave.
    for (const later of [incoming(payment), comingBack(payment)]) postingOf(payment, later, now);
    const { keys: names, args } = await call(redis, payer, payment, now, outgoing(payment));
    const day = dayOf(now, timeZone);
    const options = {
      ...{ id, nonce, askedAt, day, key: proven },
      renewsAt: startOfDay(daysAfter(day, 1), timeZone),
      perPaymentMinor: String(DEFAULT_LIMITS.perPaymentMinor),
      perDayMinor: String(DEFAULT_LIMITS.perDayMinor),
      channel: keys.signal(payer.user),
      debited: paymentSignal(id, 'debited'),
      refused: paymentSignal(id, 'refused'),
    };
    return debitScript(
      redis,
      [
        ...names,
        keys.payment(payer.user, id),
        keys.payments(payer.user),
        keys.paymentsOpen(payer.user),
        keys.paymentLimits(payer.user),
        keys.paymentKeys(payer.user),
      ],
      [...args, JSON.stringify(options)],
    );
  });
}

/**
 * Gives the money to the payee, whose account may be closed or gone: then it is rejected for good. Answers what was
 * answered first. One script, O(log counterparties).
 */
export async function credit(redis: Redis, payment: Payment): Promise<Paid> {
  const { id, payee, currency } = payment;
  const [answer] = await untilBooked(redis, async (now) => {
    const { keys: names, args } = await call(redis, payee, payment, now, incoming(payment));
    return creditScript(redis, [...names, keys.paid(payee.user, id)], [...args, currency]);
  });
  if (answer === 'credited' || answer === 'rejected') return answer;
  throw new BankError('internal', 'The payment could not be booked.', { cause: new Error(String(answer)) });
}

/** Ends a payment whose money arrived. One script, O(1). */
export async function settle(redis: Redis, { id, payer: { user } }: Payment): Promise<void> {
  await untilBooked(redis, () =>
    settleScript(
      redis,
      [keys.payment(user, id), keys.paymentsOpen(user)],
      [JSON.stringify({ id, channel: keys.signal(user), signal: paymentSignal(id, 'done') })],
    ),
  );
}

/** Gives the money of a payment that was rejected back to its payer. One script, O(log counterparties). */
export async function giveBack(redis: Redis, payment: Payment): Promise<void> {
  const { id, payer, debitedAt = 0 } = payment;
  await untilBooked(redis, async (now) => {
    const { keys: names, args } = await call(redis, payer, payment, now, comingBack(payment));
    const day = dayOf(debitedAt, config().timeZone);
    return giveBackScript(
      redis,
      [...names, keys.payment(payer.user, id), keys.paymentsOpen(payer.user), keys.paymentLimits(payer.user)],
      [
        ...args,
        JSON.stringify({
          id,
          day,
          channel: keys.signal(payer.user),
          signal: paymentSignal(id, 'returned'),
        }),
      ],
    );
  });
}

/**
 * Moves money between two accounts of one customer, or refuses: not enough money, the other one closed. Does nothing to a
 * transfer that is not asked. One script, O(log counterparties).
 */
export async function transfer(redis: Redis, payment: Payment): Promise<void> {
  const { id, payer, payee, askedAt } = payment;
  const user: UserTag = payer.user;
  if (payee.user !== user || payee.account === payer.account)
    throw new TypeError('no transfer between own accounts');
  await untilBooked(redis, async (now) => {
    const [from, to] = await Promise.all([
      call(redis, payer, payment, now, outgoing(payment)),
      call(redis, payee, payment, now, incoming(payment)),
    ]);
    return transferScript(
      redis,
      [...from.keys, ...to.keys, keys.payment(user, id), keys.payments(user)],
      [
        ...from.args,
        ...to.args,
        JSON.stringify({
          ...{ id, askedAt, channel: keys.signal(user) },
          done: paymentSignal(id, 'done'),
          refused: paymentSignal(id, 'refused'),
        }),
      ],
    );
  });
}
