/** `DELETE /api/views/:id`: the views are looked for under the session's own user, so another's is a missing one. */

import { noContent, noQuery, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { removeView } from '#lib/views/views.ts';

export const DELETE = route<{ id: string }>(async (request, { id }) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  await removeView(webRedis(), document.user, id);
  return noContent();
});
