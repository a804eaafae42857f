/** `POST /api/session/extend`: "I am still here". The touch itself is `requireSession`'s. */

import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const { document } = await requireSession(request.headers);
  return json({ expiresAt: document.absoluteExpiresAt, idleExpiresAt: document.idleExpiresAt });
});
