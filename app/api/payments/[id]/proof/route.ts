import { z } from 'zod';
import { freshSession } from '#app/_access/access.ts';
import { actorOf } from '#lib/audit/audit-entry.ts';
import { accepted } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { isUnderway, provePayment } from '#lib/payments/orders.ts';
import { askedSchema } from '#lib/payments/payment.ts';
import { webRedis } from '#lib/redis/client.ts';
import { authenticationResponseSchema } from '#lib/webauthn.ts';

export const POST = endpoint({
  summary: 'Prove a payment, which then moves. 202 while it is on its way.',
  access: freshSession,
  body: z.strictObject({ response: authenticationResponseSchema }),
  answers: { 200: askedSchema, 202: askedSchema },
  refusals: [
    'not_found',
    'not_enough',
    'over_payment_limit',
    'over_day_limit',
    'expired',
    'bad_proof',
    'no_key',
    'account_closed',
  ],
  handler: async ({ session, user, headers, params: { id = '' }, body: { response } }) => {
    const proved = await provePayment(webRedis(), user, actorOf(session.document, headers), { id, response });
    return isUnderway(proved.payment) ? accepted(proved) : proved;
  },
});
