/** The proof of a payment, as both processes look at it: the web process answers, and the payments process decides. */

import type { Redis } from '#lib/redis/client.ts';
import { type PasskeyResponse, verifyAssertion } from '#lib/webauthn.ts';
import { challengeOf } from './challenge.ts';
import type { Payment } from './payment.ts';
import { readPaymentKeys } from './payment-keys.ts';

/**
 * The key that signed `payment`, with what it counted, or why this proves nothing. The debit compares the counter. HGETALL,
 * O(keys), and a signature to check.
 */
export async function proofBy(
  redis: Redis,
  payment: Payment,
  response: PasskeyResponse,
): Promise<{ id: string; counter: number } | 'no_key' | 'bad_proof'> {
  const key = (await readPaymentKeys(redis, payment.payer.user)).find((known) => known.id === response.id);
  if (!key) return 'no_key';
  const expected = { challenge: challengeOf(payment), publicKey: key.publicKey };
  const assertion = await verifyAssertion(response, expected);
  return assertion ? { id: key.id, counter: assertion.counter } : 'bad_proof';
}
