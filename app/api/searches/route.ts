/** `GET`, `POST` and `DELETE /api/searches`: what a person searched for lately. */
import { forgetQuery, searchBody } from '#app/api/_queries.ts';
import { json, noContent, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { forgetSearches, recentSearches, rememberSearch } from '#lib/views/recent-searches.ts';

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  return json({ items: await recentSearches(webRedis(), document.user) });
});

export const POST = route(async (request) => {
  const { document } = await requireSession(request.headers);
  readQuery(request, noQuery);
  const { q } = await readJson(request, searchBody);
  await rememberSearch(webRedis(), document.user, q);
  return noContent();
});

export const DELETE = route(async (request) => {
  const { document } = await requireSession(request.headers);
  const { q } = readQuery(request, forgetQuery);
  await forgetSearches(webRedis(), document.user, q);
  return noContent();
});
