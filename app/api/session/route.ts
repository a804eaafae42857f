/** `GET /api/session`: one's own session document, without what only the server needs, and one's preferences. */
import { readPreferences } from '#lib/auth/preferences.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readQuery, route } from '#lib/http.ts';
import { withoutSecrets } from '#lib/sessions/document.ts';

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  return json({ ...withoutSecrets(document), preferences: await readPreferences(document.user) });
});
