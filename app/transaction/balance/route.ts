/** `GET /transaction/balance`: the tutorial's `[{x, y}]`, the balance after each entry of the last five minutes. */
import { ownFirstAccount } from '#app/_access/own-account.ts';
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { recentBalances } from '#lib/finance/balance.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { toMajorNumber } from '#lib/money.ts';
import { webRedis } from '#lib/redis/client.ts';
import { MINUTE } from '#lib/time.ts';

const SPAN_MS = 5 * MINUTE;

export const GET = route(async (request) => {
  const own = await ownFirstAccount(request.headers);
  readQuery(request, noQuery);
  const points = await recentBalances(webRedis(), own.ref, SPAN_MS);
  await rememberBalance(own);
  return json(points.map(({ x, yMinor }) => ({ x, y: toMajorNumber(yMinor) })));
});
