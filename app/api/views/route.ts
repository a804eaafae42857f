/** `GET` and `POST /api/views`: a person's saved views. */
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readJson, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listViews, saveView, viewSchema } from '#lib/transactions/views.ts';

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
