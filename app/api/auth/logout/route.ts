/** `POST /api/auth/logout`: ends the session of the request. */
import { serialiseCookie } from '#lib/auth/cookie.ts';
import { CLEAR_SITE_DATA, logout } from '#lib/auth/logout.ts';
import { noContent, noQuery, readQuery, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const cookie = await logout(request.headers);
  return noContent(
    cookie ? { 'set-cookie': serialiseCookie(cookie), 'clear-site-data': CLEAR_SITE_DATA } : {},
  );
});
