import { z } from 'zod';
import { freshSession, session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { passkeyView, passkeyViewSchema, readPasskeys } from '#lib/identity/passkeys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { addPasskey, newPasskeySchema } from '#lib/sign-in/own-passkeys.ts';

export const GET = endpoint({
  summary: 'One’s passkeys, oldest first.',
  access: session,
  answers: { 200: z.object({ items: z.array(passkeyViewSchema) }) },
  handler: async ({ user }) => ({
    items: (await readPasskeys(webRedis(), user)).map(([id, passkey]) => passkeyView(id, passkey)),
  }),
});

export const POST = endpoint({
  summary: 'Add the passkey that was made of `POST /api/passkeys/challenge`; at most ten. Needs a step-up.',
  access: freshSession,
  body: newPasskeySchema,
  answers: { 200: passkeyViewSchema },
  refusals: ['step_up_required', 'challenge_expired', 'conflict'],
  handler: ({ session, body, headers }) => addPasskey(session, body, headers),
});
