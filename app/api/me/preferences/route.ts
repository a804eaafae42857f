/** `PATCH /api/me/preferences`: changes what is named and leaves the rest; `GET /api/session` tells them all. */
import { changePreferences, preferencesPatchSchema } from '#lib/auth/preferences.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';

export const PATCH = route(async (request) => {
  readQuery(request, noQuery);
  const { document } = await requireSession(request.headers);
  return json(await changePreferences(document.user, await readJson(request, preferencesPatchSchema)));
});
