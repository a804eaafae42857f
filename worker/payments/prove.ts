/**
 * The proof of a payment: a key for payments signed the digest of this process's own document, for the configured origin
 * and relying party, its user verified. Whatever the web process says beside it counts for nothing.
 */
import type { UserTag } from '#lib/ids.ts';
import { carry } from '#lib/payments/carry.ts';
import { proofBy } from '#lib/payments/proof.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import type { RequestBody } from '#lib/payments/requests.ts';
import type { Redis } from '#lib/redis/client.ts';
import { refuse } from '#worker/payments/document.ts';

/**
 * Carries a payment to its end whose proof is right, and refuses it with any other. The debit itself looks at the time,
 * the counter, limits and money. JSON.GET, HGETALL, a signature to check, and what `carry` sends.
 */
export async function prove(
  redis: Redis,
  user: UserTag,
  { id, response }: RequestBody<'prove'>,
): Promise<void> {
  const payment = await readPayment(redis, user, id);
  if (!payment) return;
  // Asked twice: the first one's end is the end.
  if (payment.state !== 'asked' || payment.kind !== 'payment') {
    await carry(redis, user, payment.id);
    return;
  }
  const proof = await proofBy(redis, payment, response);
  // The web process sends no such proof: whoever went around it begins again.
  if (typeof proof === 'string') return refuse(redis, payment, proof);
  await carry(redis, user, payment.id, proof);
}
