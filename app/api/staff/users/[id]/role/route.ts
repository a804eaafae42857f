/** `PATCH /api/staff/users/:id/role`: give somebody another role, which ends their sessions. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { changeRole, changeRoleSchema } from '#lib/staff/change-role.ts';

export const PATCH = route<{ id: string }>(async (request, { id }) => {
  readQuery(request, noQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  const { role } = await readJson(request, changeRoleSchema);
  return json(await changeRole(webRedis(), session, id, role, request.headers));
});
