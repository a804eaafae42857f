/** `GET /api/accounts/:id/balance?range=`: the balance over time, at most 500 points. */
import { z } from 'zod';
import { ownAccount } from '#app/_data/own-account.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { BALANCE_RANGES } from '#lib/finance/ranges.ts';
import { json, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';

const query = z.strictObject({ range: z.enum(BALANCE_RANGES).default('1mo') });

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { range } = readQuery(request, query);
  return json(await balanceHistory(webRedis(), ref, range));
});
