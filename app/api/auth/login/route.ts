/** `POST /api/auth/login`: sign in by cookie, or for a native client by bearer token. JSON alone. */
import { z } from 'zod';
import { serialiseCookie } from '#lib/auth/cookie.ts';
import { login, loginSchema } from '#lib/auth/login.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';

const bodySchema = loginSchema.extend({ mode: z.enum(['cookie', 'bearer']).default('cookie') });

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const { mode, ...given } = await readJson(request, bodySchema);
  const { token, document, cookie } = await login({ ...given, transport: mode, headers: request.headers });
  const body = {
    user: { username: document.username, role: document.role, profile: document.profile },
    expiresAt: document.absoluteExpiresAt,
    idleExpiresAt: document.idleExpiresAt,
    ...(cookie ? {} : { token }),
  };
  return json(body, cookie ? { headers: { 'set-cookie': serialiseCookie(cookie) } } : {});
});
