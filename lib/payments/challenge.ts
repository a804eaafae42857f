/** What is signed, and how payments are named: digests of what a customer asked for. Pure. */
import { createHash } from 'node:crypto';
import type { PaymentId, UserTag } from '#lib/ids.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import type { Payment } from './payment.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const ID_CHARS = 22;

/** The id follows from who asks and their key: asking again with the key is the same payment. */
export const paymentIdOf = (user: UserTag, idempotencyKey: string): PaymentId =>
  sha256(`${user}\n${idempotencyKey}`).slice(0, ID_CHARS) as PaymentId;

/** Of an order as its schema answers it, whose members stand in the schema's order. */
export const bodyDigestOf = (kind: Payment['kind'], order: object): string =>
  sha256(JSON.stringify([kind, order]));

/**
 * The WebAuthn challenge of a payment: the SHA-256 of its canonical bytes, in base64url. Both accounts with their owners,
 * the name shown, amount, currency, reference, the payment's id and its nonce: one signature moves one payment. Throws a
 * TypeError for a payment that no proof moves.
 */
export function challengeOf(payment: Payment): string {
  const { id, payer, payee, amountMinor, currency, reference, nonce } = payment;
  if (!nonce) throw new TypeError('no proof moves this payment');
  const fields = [
    'redisBank payment 1',
    scopeOf(payer),
    scopeOf(payee),
    payee.name,
    String(amountMinor),
    currency,
    reference,
    id,
    nonce,
  ];
  return sha256(JSON.stringify(fields));
}

/**
 * The WebAuthn challenge with which a passkey is enrolled for payments: by itself, for the code. It names the passkey's
 * public key.
 */
export const enrolChallengeOf = (user: UserTag, id: string, publicKey: string, code: string): string =>
  sha256(JSON.stringify(['redisBank payment key 1', user, id, publicKey, code]));
