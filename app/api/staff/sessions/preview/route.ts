/** `POST /api/staff/sessions/preview`: how many sessions a revocation would end. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { previewRevocation, previewSchema } from '#lib/staff/revocation.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  const { filter } = await readJson(request, previewSchema);
  return json(await previewRevocation(webRedis(), session, filter));
});
