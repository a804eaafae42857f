/** `POST /api/auth/login`: sign in by cookie, or for a native client by bearer token. JSON alone. */
import { loginBody } from '#app/api/_queries.ts';
import { serialiseCookie } from '#lib/auth/cookie.ts';
import { login } from '#lib/auth/login.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const { mode, ...given } = await readJson(request, loginBody);
  const { token, document, cookie } = await login({ ...given, transport: mode, headers: request.headers });
  const body = {
    user: { username: document.username, role: document.role, profile: document.profile },
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
    ...(cookie ? {} : { token }),
  };
  return json(body, cookie ? { headers: { 'set-cookie': serialiseCookie(cookie) } } : {});
});
