/** Customers with accounts and a key for payments, and payments as the payments process writes them when asked. */
import { randomBytes } from 'node:crypto';
import type { AccountRef, PaymentId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { paymentIdOf } from '#lib/payments/challenge.ts';
import type { Payment } from '#lib/payments/payment.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, MINUTE } from '#lib/time.ts';
import { freshAccount, freshUser } from '../search/search-helpers.ts';

export const OPENING_MINOR = 1_000_00;
export const KEY = 'key-1';

let numbers = 1_000_000 + (process.pid % 1000) * 1_000_000;

export type Customer = { ref: AccountRef; number: string; name: string };

/** With one account, of 1,000.00 unless told otherwise, and a key that counts its signatures. */
export async function customer(deploy: Redis, of: Partial<AccountRef> = {}, openingMinor = OPENING_MINOR) {
  const ref = { user: freshUser(), account: freshAccount(), ...of };
  numbers += 1;
  const number = String(numbers);
  await openAccount(deploy, ref, {
    number,
    name: 'Current account',
    currency: 'USD',
    openingBalanceMinor: openingMinor,
    openingAt: Date.now() - DAY,
    ticking: false,
  });
  const key = { publicKey: 'x', counter: 0, name: 'Phone', enrolledAt: 1 };
  await deploy.hSet(keys.paymentKeys(ref.user), KEY, JSON.stringify(key));
  return { ref, number, name: `Customer ${number}` };
}

/** Written as one that waits for its proof; an own transfer when both are one customer's. */
export async function asked(
  redis: Redis,
  payer: Customer,
  payee: Customer,
  amountMinor: number,
  changes: Partial<Payment> = {},
): Promise<Payment> {
  const isOwn = payer.ref.user === payee.ref.user;
  const id: PaymentId = paymentIdOf(payer.ref.user, randomBytes(9).toString('base64url'));
  const side = ({ ref, number, name }: Customer) => ({ ...ref, number, name });
  const payment: Payment = {
    id,
    kind: isOwn ? 'own' : 'payment',
    state: 'asked',
    amountMinor,
    currency: 'USD',
    payer: side(payer),
    payee: side(payee),
    reference: 'Lunch',
    bodyDigest: 'x',
    askedAt: Date.now(),
    ...(isOwn ? {} : { nonce: randomBytes(32).toString('base64url'), expiresAt: Date.now() + 5 * MINUTE }),
    ...changes,
  };
  await redis.json.set(keys.payment(payer.ref.user, id), '$', payment);
  await redis.pExpire(keys.payment(payer.ref.user, id), DAY);
  return payment;
}

let signatures = 0;
/** By the customer's key, which counts on. */
export const proven = () => ({ id: KEY, counter: ++signatures });
