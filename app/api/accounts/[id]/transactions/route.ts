/** `GET /api/accounts/:id/transactions`: matches of a filter, newest first; `next` is the `before` of the next page.
 * `after` asks for those next to an entry on its other side. */
import { ownAccount } from '#app/_access/own-account.ts';
import { pageQuery } from '#app/api/_queries.ts';
import { json, readQuery, route } from '#lib/http/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchEntries } from '#lib/search/search.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { before, after, limit, edits, ...filter } = readQuery(request, pageQuery);
  return json(await searchEntries(webRedis(), ref, filter, { before, after, limit, edits }));
});
