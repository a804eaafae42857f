import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/access.ts';
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { recentBalances } from '#lib/finance/balance.ts';
import { endpoint } from '#lib/http/contract.ts';
import { toMajorNumber } from '#lib/money.ts';
import { webSources } from '#lib/redis/client.ts';
import { byCopies } from '#lib/redis/copies.ts';
import { MINUTE } from '#lib/time.ts';
import { millis } from '#lib/whole-number.ts';

const SPAN_MS = 5 * MINUTE;

export const GET = endpoint({
  summary: 'The tutorial’s `[{x, y}]`: the available balance after each event of the last five minutes.',
  access: ownFirstAccount,
  answers: { 200: z.array(z.object({ x: millis, y: z.number().describe('Major units.') })) },
  handler: async (own) => {
    const points = await byCopies(webSources(), (redis) => recentBalances(redis, own.ref, SPAN_MS));
    await rememberBalance(own);
    return points.map(({ x, yMinor }) => ({ x, y: toMajorNumber(yMinor) }));
  },
});
