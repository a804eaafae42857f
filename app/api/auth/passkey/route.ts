import { modeSchema, signedInAnswer, signedInSchema } from '#app/api/auth/signed-in.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { loginWithPasskey, passkeyLoginSchema } from '#lib/sign-in/passkey-login.ts';

export const POST = endpoint({
  summary:
    'Sign in by passkey, without a name: `response` is what the authenticator made of ' +
    '`POST /api/auth/passkey/challenge`. By cookie or bearer token, as by password.',
  access: anonymous,
  body: passkeyLoginSchema.extend({ mode: modeSchema }),
  answers: { 200: signedInSchema },
  refusals: ['wrong_credentials', 'challenge_expired', 'conflict', 'throttled', 'redis_unavailable'],
  handler: async ({ body: { mode, ...given }, headers }) =>
    signedInAnswer(await loginWithPasskey({ ...given, transport: mode, headers })),
});
