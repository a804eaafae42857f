import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { requestOptionsSchema } from '#lib/sign-in/challenge.ts';
import { stepUpOptions } from '#lib/sign-in/step-up.ts';

export const POST = endpoint({
  summary:
    'What `navigator.credentials.get` takes for a step-up: one’s passkeys, and a challenge for this session alone. ' +
    'No passkeys: give the password.',
  access: freshSession,
  answers: { 200: requestOptionsSchema },
  handler: ({ session }) => stepUpOptions(session),
});
