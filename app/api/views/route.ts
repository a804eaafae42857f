/** `GET` and `POST /api/views`: a person's saved views. */

import { json, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { listViews, saveView, viewSchema } from '#lib/views/views.ts';

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  return json({ items: await listViews(webRedis(), document.user) });
});

export const POST = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  return json(await saveView(webRedis(), document.user, await readJson(request, viewSchema)));
});
