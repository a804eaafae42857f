/**
 * `GET /api/sessions`: one's own living sessions. `DELETE /api/sessions?except=current`: end all the others, after a
 * step-up.
 */
import { othersQuery } from '#app/api/_queries.ts';
import { json, noContent, noQuery, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { sessionView } from '#lib/sessions/view.ts';
import { endOtherSessions } from '#lib/sign-in/end-sessions.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { requireStepUp } from '#lib/sign-in/step-up.ts';

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  const living = await listSessions(webRedis(), document.user);
  return json({ items: living.map((session) => sessionView(session, document.sid)) });
});

export const DELETE = route(async (request) => {
  readQuery(request, othersQuery);
  const session = await requireSession(request.headers, { ask: 'redis' });
  await requireStepUp(session);
  await endOtherSessions(session.document, request.headers);
  return noContent();
});
