import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { creationOptionsSchema, passkeyOptions } from '#lib/sign-in/own-passkeys.ts';

export const POST = endpoint({
  summary: 'What `navigator.credentials.create` takes for a new passkey of one’s own. Needs a step-up.',
  access: freshSession,
  answers: { 200: creationOptionsSchema },
  refusals: ['step_up_required', 'conflict'],
  handler: ({ session }) => passkeyOptions(session),
});
