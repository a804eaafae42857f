import { anonymous, endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requestOptionsSchema, signInOptions } from '#lib/sign-in/challenge.ts';

export const POST = endpoint({
  summary:
    'What `navigator.credentials.get` takes for a sign-in. The challenge is good once, for five minutes, and kept ' +
    'nowhere.',
  access: anonymous,
  answers: { 200: requestOptionsSchema },
  refusals: ['redis_unavailable'],
  handler: () => signInOptions(webRedis()),
});
