/** `GET /api/accounts/:id/transactions/:seq`: one entry. */
import { entryNumber } from '#app/_access/entry-number.ts';
import { ownAccount } from '#app/_access/own-account.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { readEntry } from '#lib/ledger/read.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = route<{ id: string; seq: string }>(async (request, { id, seq }) => {
  const { ref } = await ownAccount(request.headers, id);
  readQuery(request, noQuery);
  return json(await readEntry(webRedis(), ref, entryNumber(seq)));
});
