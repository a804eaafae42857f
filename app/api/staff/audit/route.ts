/** `GET /api/staff/audit`: what happened, to whom, by whom, done or refused, newest first. */

import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { searchAudit } from '#lib/staff/audit-search.ts';
import { staffAuditQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { before, limit, ...filter } = readQuery(request, staffAuditQuery);
  return json(await searchAudit(webRedis(), session, filter, { before, limit }));
});
