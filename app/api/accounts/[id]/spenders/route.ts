/** `GET /api/accounts/:id/spenders?period=&limit=`: who got the most, and what the others together got. */
import { ownAccount } from '#app/_access/own-account.ts';
import { spendersQuery } from '#app/api/_queries.ts';
import { spenders } from '#lib/finance/spenders.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { period, limit } = readQuery(request, spendersQuery);
  return json(await spenders(webRedis(), ref, period, limit));
});
