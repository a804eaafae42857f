import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { enrolOptions, enrolOptionsSchema, enrolQuestionSchema } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';

export const POST = endpoint({
  summary: 'What to sign to enrol one of one’s passkeys for payments. Needs a step-up.',
  access: freshSession,
  body: enrolQuestionSchema,
  answers: { 200: enrolOptionsSchema },
  refusals: ['step_up_required', 'not_found'],
  handler: async ({ session, user, body }) => {
    await requireStepUp(session);
    return enrolOptions(webRedis(), user, body);
  },
});
