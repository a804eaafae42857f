/** `GET /api/accounts/:id/months`: what came in and went out by month, oldest first, since the account's opening. */
import { ownAccount } from '#app/_access/own-account.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  readQuery(request, noQuery);
  return json({ items: await monthlySums(webRedis(), ref) });
});
