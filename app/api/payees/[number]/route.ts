/** A saved payee, by the number of their account. */

import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { payeeSchema, removePayee, savePayee } from '#lib/payments/payees.ts';
import { payeeNameSchema } from '#lib/payments/payment.ts';
import { webRedis } from '#lib/redis/client.ts';

export const PUT = endpoint({
  summary: 'Save a payee, or give one another name.',
  access: session,
  body: z.strictObject({ name: payeeNameSchema }),
  answers: { 200: payeeSchema },
  refusals: ['conflict', 'not_found'],
  handler: ({ user, params: { number = '' }, body }) => savePayee(webRedis(), user, number, body.name),
});

export const DELETE = endpoint({
  summary: 'Remove a saved payee.',
  access: session,
  answers: { 204: null },
  refusals: ['not_found'],
  handler: ({ user, params: { number = '' } }) => removePayee(webRedis(), user, number),
});
