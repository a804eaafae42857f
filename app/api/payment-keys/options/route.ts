import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { enrolOptionsSchema, enrolQuestionSchema } from '#lib/payments/payment-keys.ts';

export const POST = endpoint({
  summary: 'What to sign to enrol one of one’s passkeys for payments.',
  access: freshSession,
  body: enrolQuestionSchema,
  answers: { 200: enrolOptionsSchema },
  refusals: ['not_found', 'starting'],
  handler: () => {
    throw new BankError('starting', 'Payments are not served yet.', { retryAfterSeconds: 60 });
  },
});
