/**
 * `GET /api/session`: one's own session document, without what only the server needs, and one's preferences. Date of
 * birth and email need a step-up.
 */

import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { readPreferences } from '#lib/identity/preferences.ts';
import { withoutSecrets } from '#lib/sessions/document.ts';
import { detailsForMs, shownProfile } from '#lib/sign-in/own-details.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  readQuery(request, noQuery);
  const { document } = session;
  const forMs = await detailsForMs(request.headers, session);
  return json({
    ...withoutSecrets(document),
    profile: shownProfile(document.profile, forMs),
    detailsForMs: forMs,
    preferences: await readPreferences(document.user),
  });
});
