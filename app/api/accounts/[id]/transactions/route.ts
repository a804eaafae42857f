/** `GET /api/accounts/:id/transactions`: matches of a filter, newest first; `next` is the `before` of the next page. */
import { ownAccount } from '#app/_data/own-account.ts';
import { json, readQuery, route, wholeNumber } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { filterSchema } from '#lib/transactions/filter.ts';
import { searchEntries } from '#lib/transactions/search.ts';

const MOST_ROWS = 50;
const FIRST_ROWS = 20;

const query = filterSchema.extend({
  before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeNumber(1, MOST_ROWS).default(FIRST_ROWS),
});

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { before, limit, ...filter } = readQuery(request, query);
  return json(await searchEntries(webRedis(), ref, filter, { before, limit }));
});
