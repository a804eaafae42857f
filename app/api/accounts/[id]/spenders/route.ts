/** `GET /api/accounts/:id/spenders?period=&limit=`: who got the most, and what the others together got. */
import { z } from 'zod';
import { ownAccount } from '#app/_data/own-account.ts';
import { spenderPeriodSchema, spenders } from '#lib/finance/spenders.ts';
import { json, readQuery, route, wholeNumber } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';

const MOST = 500;
const FIRST = 5;

const query = z.strictObject({
  period: spenderPeriodSchema.default('all'),
  limit: wholeNumber(1, MOST).default(FIRST),
});

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  const { period, limit } = readQuery(request, query);
  return json(await spenders(webRedis(), ref, period, limit));
});
