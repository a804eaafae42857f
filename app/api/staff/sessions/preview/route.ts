/** `POST /api/staff/sessions/preview`: how many sessions a revocation would end. */
import { requireSession } from '#lib/auth/require-session.ts';
import { previewRevocation, previewSchema } from '#lib/auth/staff-revocation.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  const { filter } = await readJson(request, previewSchema);
  return json(await previewRevocation(session, filter));
});
