/** `GET /api/staff/users`: find people by the beginnings of their names. */
import { may, requirePermission } from '#lib/auth/permissions.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { ROLES } from '#lib/auth/roles.ts';
import { searchUsers } from '#lib/auth/user-search.ts';
import { json, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { staffUsersQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { limit, ...filter } = readQuery(request, staffUsersQuery);
  requirePermission(session, 'users:read');
  const roles = may(session.document.role, 'sessions:staff') ? ROLES : (['user'] as const);
  return json(await searchUsers(webRedis(), filter, { roles, limit }));
});
