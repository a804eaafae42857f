/** `GET /api/accounts/:id/totals`: count, in, out and net of everything a filter matches. */
import { ownAccount } from '#app/_access/own-account.ts';
import { totalsQuery } from '#app/api/_queries.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchTotals } from '#lib/search/search.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { edits, ...filter } = readQuery(request, totalsQuery);
  return json(await searchTotals(webRedis(), ref, filter, edits));
});
