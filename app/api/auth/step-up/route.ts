import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { reply } from '#lib/http/answer.ts';
import { endpoint } from '#lib/http/contract.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { stepUp, stepUpSchema, stepUpWithPasskey } from '#lib/sign-in/step-up.ts';
import { millis } from '#lib/whole-number.ts';

export const POST = endpoint({
  summary:
    'Give the password again, or an answer to `POST /api/auth/step-up/challenge`. The token changes; the one before answers session_rotated for 30 s. For five minutes ' +
    'sensitive acts are allowed, and full account numbers, date of birth and email answered.',
  access: session,
  body: stepUpSchema,
  answers: {
    200: z.object({
      expiresAt: millis,
      idleExpiresAt: millis,
      stepUpExpiresAt: millis,
      token: z.string().optional().describe('With a bearer alone; a browser gets a cookie.'),
    }),
  },
  refusals: [
    'wrong_credentials',
    'challenge_expired',
    'passkey_doubtful',
    'passkey_required',
    'conflict',
    'throttled',
  ],
  handler: async ({ body: given, headers }) => {
    const { document, untilMs, token, cookie } =
      'password' in given
        ? await stepUp(headers, given.password)
        : await stepUpWithPasskey(headers, given.passkey);
    const body = {
      expiresAt: document.absoluteExpiresAt,
      idleExpiresAt: document.idleExpiresAt,
      stepUpExpiresAt: untilMs,
    };
    return cookie ? reply(body, { cookies: [serialiseCookie(cookie)] }) : { ...body, token };
  },
});
