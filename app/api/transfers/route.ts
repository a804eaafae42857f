import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { askedSchema, transferOrderSchema } from '#lib/payments/payment.ts';

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
    'starting',
  ],
  handler: () => {
    throw new BankError('starting', 'Transfers are not served yet.', { retryAfterSeconds: 60 });
  },
});
