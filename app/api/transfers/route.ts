import { freshSession } from '#app/_access/access.ts';
import { accepted } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { askTransfer, isUnderway } from '#lib/payments/orders.ts';
import { askedSchema, transferOrderSchema } from '#lib/payments/payment.ts';
import { webRedis } from '#lib/redis/client.ts';

export const POST = endpoint({
  summary:
    'Move money between two accounts of one’s own. 202 when the bank has not answered within two seconds.',
  access: freshSession,
  body: transferOrderSchema,
  keyed: true,
  answers: { 200: askedSchema, 202: askedSchema },
  refusals: [
    'not_found',
    'idempotency_key_reused',
    'not_enough',
    'to_self',
    'other_currency',
    'account_closed',
  ],
  handler: async ({ user, body: order, key }) => {
    const asked = await askTransfer(webRedis(), user, { key, order });
    return isUnderway(asked.payment) ? accepted(asked) : asked;
  },
});
