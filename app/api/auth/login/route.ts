import { z } from 'zod';
import { reply } from '#lib/http/answer.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { profileSchema, TRANSPORTS } from '#lib/sessions/document.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { cookiesOf, login, loginSchema } from '#lib/sign-in/login.ts';
import { maskedProfile } from '#lib/sign-in/own-details.ts';
import { millis } from '#lib/whole-number.ts';

export const POST = endpoint({
  summary:
    'Sign in: by cookie for browsers, by bearer token for everybody else. A browser also gets a cookie that lets ' +
    'nobody in: with it, wrong passwords count for this device alone. Native clients have none.',
  access: anonymous,
  body: loginSchema.extend({ mode: z.enum(TRANSPORTS).default('cookie') }),
  answers: {
    200: z.object({
      user: z.object({
        username: z.string(),
        role: z.string(),
        profile: profileSchema.describe('Date of birth and email are masked: signing in is no step-up.'),
      }),
      expiresAt: millis,
      idleExpiresAt: millis,
      token: z.string().optional().describe('With a bearer alone; a browser gets a cookie.'),
    }),
  },
  refusals: ['wrong_credentials', 'conflict', 'throttled', 'redis_unavailable'],
  handler: async ({ body: { mode, ...given }, headers }) => {
    const signedIn = await login({ ...given, transport: mode, headers });
    const { token, document, cookie } = signedIn;
    const { username, role, profile } = document;
    const body = {
      user: { username, role, profile: maskedProfile(profile) },
      expiresAt: document.absoluteExpiresAt,
      idleExpiresAt: document.idleExpiresAt,
    };
    return cookie ? reply(body, { cookies: cookiesOf(signedIn).map(serialiseCookie) }) : { ...body, token };
  },
});
