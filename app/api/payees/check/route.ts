import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { checkPayee, payeeAnswerSchema, payeeQuestionSchema } from '#lib/payments/payees.ts';
import { webRedis } from '#lib/redis/client.ts';
import { addressOf } from '#lib/sessions/device.ts';
import { sourceOf } from '#lib/sign-in/throttle.ts';

export const POST = endpoint({
  summary: 'Does the account with this number belong to somebody of this name? Throttled.',
  access: freshSession,
  body: payeeQuestionSchema,
  answers: { 200: payeeAnswerSchema },
  refusals: ['throttled'],
  handler: ({ user, headers, body }) => checkPayee(webRedis(), user, sourceOf(addressOf(headers)), body),
});
