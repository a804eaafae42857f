import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { askedSchema } from '#lib/payments/payment.ts';
import { authenticationResponseSchema } from '#lib/webauthn.ts';

export const POST = endpoint({
  summary: 'Prove a payment, which then moves. 202 while it is on its way.',
  access: freshSession,
  body: authenticationResponseSchema,
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
    'starting',
  ],
  handler: () => {
    throw new BankError('starting', 'Payments are not served yet.', { retryAfterSeconds: 60 });
  },
});
