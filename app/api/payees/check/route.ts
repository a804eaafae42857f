import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { payeeAnswerSchema, payeeQuestionSchema } from '#lib/payments/payees.ts';

export const POST = endpoint({
  summary: 'Does the account with this number belong to somebody of this name? Throttled.',
  access: freshSession,
  body: payeeQuestionSchema,
  answers: { 200: payeeAnswerSchema },
  refusals: ['throttled', 'starting'],
  handler: () => {
    throw new BankError('starting', 'Payments are not served yet.', { retryAfterSeconds: 60 });
  },
});
