/** `GET /api/staff/sessions`: ask questions of live sessions. */

import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { searchSessions } from '#lib/staff/session-search.ts';
import { staffSessionsQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { before, limit, ...filter } = readQuery(request, staffSessionsQuery);
  return json(await searchSessions(webRedis(), session, filter, { before, limit }));
});
