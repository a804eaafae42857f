/** `POST /api/auth/step-up`: give the password again; the session gets a new token. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { stepUp, stepUpSchema } from '#lib/sign-in/step-up.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const { password } = await readJson(request, stepUpSchema);
  const { document, untilMs, token, cookie } = await stepUp(request.headers, password);
  const body = {
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
    stepUpExpiresAt: untilMs,
    ...(cookie ? {} : { token }),
  };
  return json(body, cookie ? { headers: { 'set-cookie': serialiseCookie(cookie) } } : {});
});
