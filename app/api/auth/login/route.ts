import { modeSchema, signedInAnswer, signedInSchema } from '#app/api/auth/signed-in.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { login, loginSchema } from '#lib/sign-in/login.ts';

export const POST = endpoint({
  summary:
    'Sign in: by cookie for browsers, by bearer token for everybody else. A browser also gets a cookie that lets ' +
    'nobody in: with it, wrong passwords count for this device alone. Native clients have none.',
  access: anonymous,
  body: loginSchema.extend({ mode: modeSchema }),
  answers: { 200: signedInSchema },
  refusals: ['wrong_credentials', 'passkey_required', 'conflict', 'throttled', 'redis_unavailable'],
  handler: async ({ body: { mode, ...given }, headers }) =>
    signedInAnswer(await login({ ...given, transport: mode, headers })),
});
