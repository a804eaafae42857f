/** `POST /api/staff/sessions/revoke`: end the sessions that a preview counted. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { revocationSchema, revokeByFilter } from '#lib/staff/revocation.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  return json(
    await revokeByFilter(webRedis(), session, await readJson(request, revocationSchema), request.headers),
  );
});
