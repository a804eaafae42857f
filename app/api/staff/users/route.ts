/** `GET /api/staff/users`: find people by the beginnings of their names. */

import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { searchUsers } from '#lib/staff/user-search.ts';
import { staffUsersQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { limit, ...filter } = readQuery(request, staffUsersQuery);
  return json(await searchUsers(webRedis(), session, filter, limit));
});
