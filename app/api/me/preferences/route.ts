/** `PATCH /api/me/preferences`: changes what is named and leaves the rest; `GET /api/session` tells them all. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { changePreferences, preferencesPatchSchema } from '#lib/identity/preferences.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

export const PATCH = route(async (request) => {
  readQuery(request, noQuery);
  const { document } = await requireSession(request.headers);
  return json(await changePreferences(document.user, await readJson(request, preferencesPatchSchema)));
});
