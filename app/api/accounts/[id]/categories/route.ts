/** `GET /api/accounts/:id/categories?period=`: what went where, by kind, the greatest spending first. */
import { ownAccount } from '#app/_access/own-account.ts';
import { periodQuery } from '#app/api/_queries.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { daysOfMonth } from '#lib/time.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { period } = readQuery(request, periodQuery);
  return json(await categorySums(webRedis(), ref, period === 'all' ? {} : daysOfMonth(period)));
});
