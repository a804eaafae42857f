/** `POST /api/session/extend`: "I am still here". The touch itself is `requireSession`'s. */
import { requireSession } from '#lib/auth/require-session.ts';
import { json, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  const { document } = await requireSession(request.headers);
  return json({ expiresAt: document.absoluteExpiresAt, idleExpiresAt: document.idleExpiresAt });
});
