/** `POST /api/auth/logout`: ends the session of the request. */

import { noContent, noQuery, readQuery, route } from '#lib/http/http.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { CLEAR_SITE_DATA, logout } from '#lib/sign-in/logout.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const cookie = await logout(request.headers);
  return noContent(
    cookie ? { 'set-cookie': serialiseCookie(cookie), 'clear-site-data': CLEAR_SITE_DATA } : {},
  );
});
