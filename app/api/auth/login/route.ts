/** `POST /api/auth/login`: sign in by cookie, or for a native client by bearer token. JSON alone. */
import { loginBody } from '#app/api/_queries.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { withCookies } from '#lib/sign-in/cookie.ts';
import { cookiesOf, login } from '#lib/sign-in/login.ts';
import { maskedProfile } from '#lib/sign-in/own-details.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const { mode, ...given } = await readJson(request, loginBody);
  const signedIn = await login({ ...given, transport: mode, headers: request.headers });
  const { token, document, cookie } = signedIn;
  const { username, role, profile } = document;
  const body = {
    // Signing in is no step-up.
    user: { username, role, profile: maskedProfile(profile) },
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
    ...(cookie ? {} : { token }),
  };
  return withCookies(json(body), cookiesOf(signedIn));
});
