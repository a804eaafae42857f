/** What every sign-in answers. */
import { z } from 'zod';
import { reply } from '#lib/http/answer.ts';
import { profileSchema, TRANSPORTS } from '#lib/sessions/document.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { maskedProfile } from '#lib/sign-in/own-details.ts';
import { cookiesOf, type Login } from '#lib/sign-in/start-session.ts';
import { millis } from '#lib/whole-number.ts';

export const modeSchema = z.enum(TRANSPORTS).default('cookie');

export const signedInSchema = z.object({
  user: z.object({
    username: z.string(),
    role: z.string(),
    profile: profileSchema.describe('Date of birth and email are masked: signing in is no step-up.'),
  }),
  expiresAt: millis,
  idleExpiresAt: millis,
  token: z.string().optional().describe('With a bearer alone; a browser gets a cookie.'),
});

export function signedInAnswer(login: Login) {
  const { token, document, cookie } = login;
  const { username, role, profile } = document;
  const body = {
    user: { username, role, profile: maskedProfile(profile) },
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
  };
  return cookie ? reply(body, { cookies: cookiesOf(login).map(serialiseCookie) }) : { ...body, token };
}
