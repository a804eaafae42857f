/** Payments to others: what one paid, and asking for one. */

import { z } from 'zod';
import { freshSession, session } from '#app/_access/access.ts';
import { actorOf } from '#lib/audit/audit-entry.ts';
import { accepted } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { askPayment } from '#lib/payments/orders.ts';
import {
  askedSchema,
  PAYMENT_REASONS,
  paymentOrderSchema,
  paymentViewSchema,
} from '#lib/payments/payment.ts';
import { listPayments } from '#lib/payments/read-payments.ts';
import { webRedis } from '#lib/redis/client.ts';
import { millis, rowLimit, wholeNumber } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'One’s payments and own transfers, newest first.',
  access: session,
  query: z.strictObject({ before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(), limit: rowLimit }),
  answers: {
    200: z.object({
      items: z.array(paymentViewSchema),
      next: millis.nullable().describe('The `before` of the next page.'),
    }),
  },
  handler: ({ user, query }) => listPayments(webRedis(), user, query),
});

export const POST = endpoint({
  summary:
    'Ask for a payment to somebody else. Nothing moves until its proof is sent: the digest in `confirm`, signed by ' +
    'a key for payments. 202 when the bank has not answered within two seconds.',
  access: freshSession,
  body: paymentOrderSchema,
  keyed: true,
  answers: { 200: askedSchema, 202: askedSchema },
  refusals: ['not_found', 'idempotency_key_reused', ...PAYMENT_REASONS],
  handler: async ({ session, user, headers, body: order, key }) => {
    const asked = await askPayment(webRedis(), user, actorOf(session.document, headers), { key, order });
    return asked.payment ? asked : accepted(asked);
  },
});
