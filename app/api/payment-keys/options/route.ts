import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { enrolOptions, enrolOptionsSchema, enrolQuestionSchema } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';

export const POST = endpoint({
  summary: 'What to sign to enrol one of one’s passkeys for payments.',
  access: freshSession,
  body: enrolQuestionSchema,
  answers: { 200: enrolOptionsSchema },
  refusals: ['not_found'],
  handler: ({ user, body }) => enrolOptions(webRedis(), user, body),
});
