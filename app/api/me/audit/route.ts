/** `GET /api/me/audit`: what happened to one's own sessions and password, newest first. */
import { ownTrail } from '#lib/audit/own-trail.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { trailQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  return json(await ownTrail(webRedis(), document, readQuery(request, trailQuery)));
});
