/** `GET /api/staff/sessions`: ask questions of live sessions. */
import { may, requirePermission } from '#lib/auth/permissions.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { ROLES } from '#lib/auth/roles.ts';
import { json, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchSessions } from '#lib/sessions/search.ts';
import { staffSessionsQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { before, limit, ...filter } = readQuery(request, staffSessionsQuery);
  requirePermission(session, 'sessions:read');
  const roles = may(session.document.role, 'sessions:staff') ? ROLES : (['user'] as const);
  return json(await searchSessions(webRedis(), filter, { roles, before, limit }));
});
