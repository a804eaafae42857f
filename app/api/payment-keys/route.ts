/** One's keys for payments, and what may be paid with them. */
import { freshSession, session } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { readLimits } from '#lib/payments/limits.ts';
import { enrolSchema, keyView, paymentKeysSchema, readPaymentKeys } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'One’s keys for payments, and the limits with what is left of today’s.',
  access: session,
  answers: { 200: paymentKeysSchema },
  handler: async ({ user }) => ({
    items: (await readPaymentKeys(webRedis(), user)).map(keyView),
    limits: await readLimits(webRedis(), user),
  }),
});

export const POST = endpoint({
  summary: 'Enrol one of one’s passkeys for payments. 202 when the bank has not answered within two seconds.',
  access: freshSession,
  body: enrolSchema,
  answers: { 200: paymentKeysSchema, 202: paymentKeysSchema },
  refusals: ['not_found', 'conflict', 'wrong_code', 'bad_proof', 'starting'],
  handler: () => {
    throw new BankError('starting', 'Payments are not served yet.', { retryAfterSeconds: 60 });
  },
});
