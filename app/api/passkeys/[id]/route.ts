import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { endKeys } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { changePasskey, passkeyChangeSchema, removePasskey } from '#lib/sign-in/own-passkeys.ts';

/** Passkeys are looked for under the session's own user, so another's is a missing one. */
export const PATCH = endpoint({
  summary:
    'Rename one of one’s passkeys, or say with `trusted` that what made it doubtful was oneself, which needs a step-up.',
  access: freshSession,
  body: passkeyChangeSchema,
  answers: { 204: null },
  refusals: ['step_up_required', 'not_found', 'conflict', 'throttled'],
  handler: ({ session, params: { id = '' }, body, headers }) => changePasskey(session, id, body, headers),
});

export const DELETE = endpoint({
  summary: 'Remove one of one’s passkeys for good; it confirms no payments either. Needs a step-up.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['step_up_required', 'not_found', 'conflict'],
  handler: async ({ session, user, params: { id = '' }, headers }) => {
    await removePasskey(session, id, headers);
    await endKeys(webRedis(), user, id);
  },
});
