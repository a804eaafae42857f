import { session } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { askedSchema, viewOf } from '#lib/payments/payment.ts';
import { confirmOf, readPayment } from '#lib/payments/read-payments.ts';
import { webRedis } from '#lib/redis/client.ts';

/** Looked for under the session's own user, so another's is a missing one. */
export const GET = endpoint({
  summary: 'One of one’s payments, and what it still waits for.',
  access: session,
  answers: { 200: askedSchema },
  refusals: ['not_found'],
  handler: async ({ user, params: { id = '' } }) => {
    const payment = await readPayment(webRedis(), user, id);
    if (!payment) throw new BankError('not_found', 'There is no such payment.');
    return { id, payment: viewOf(payment), confirm: await confirmOf(webRedis(), payment) };
  },
});
