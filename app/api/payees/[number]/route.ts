/** A saved payee, by the number of their account. */
import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { payeeSchema } from '#lib/payments/payees.ts';
import { payeeNameSchema } from '#lib/payments/payment.ts';

export const PUT = endpoint({
  summary: 'Save a payee, or give one another name.',
  access: session,
  body: z.strictObject({ name: payeeNameSchema }),
  answers: { 200: payeeSchema },
  refusals: ['conflict', 'not_found', 'starting'],
  handler: () => {
    throw new BankError('starting', 'Payments are not served yet.', { retryAfterSeconds: 60 });
  },
});

export const DELETE = endpoint({
  summary: 'Remove a saved payee.',
  access: session,
  answers: { 204: null },
  refusals: ['not_found'],
  handler: () => {
    throw new BankError('not_found', 'There is no such payee.');
  },
});
