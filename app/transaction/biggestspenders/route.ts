/** `GET /transaction/biggestspenders`: the tutorial's `{labels, series}`, and the five biggest rather than smallest. */
import { ownFirstAccount } from '#app/_access/own-account.ts';
import { spenders } from '#lib/finance/spenders.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { toMajorNumber } from '#lib/money.ts';
import { webRedis } from '#lib/redis/client.ts';

const MOST = 5;

export const GET = route(async (request) => {
  const { ref } = await ownFirstAccount(request.headers);
  readQuery(request, noQuery);
  const { items } = await spenders(webRedis(), ref, 'all', MOST);
  return json({
    labels: items.map(({ name }) => name),
    series: items.map(({ amountMinor }) => toMajorNumber(amountMinor)),
  });
});
