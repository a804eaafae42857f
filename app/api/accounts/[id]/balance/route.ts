/** `GET /api/accounts/:id/balance?range=`: the balance over time, at most 500 points. */
import { ownAccount } from '#app/_access/own-account.ts';
import { balanceQuery } from '#app/api/_queries.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { range } = readQuery(request, balanceQuery);
  return json(await balanceHistory(webRedis(), ref, range));
});
