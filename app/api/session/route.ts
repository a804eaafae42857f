/**
 * `GET /api/session`: one's own session document, without what only the server needs, and one's preferences. Date of
 * birth and email need a step-up.
 */
import { detailsForMs, shownProfile } from '#lib/auth/own-details.ts';
import { readPreferences } from '#lib/auth/preferences.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readQuery, route } from '#lib/http.ts';
import { withoutSecrets } from '#lib/sessions/document.ts';

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
