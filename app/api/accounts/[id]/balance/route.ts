import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { BALANCE_RANGES } from '#lib/finance/ranges.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { millis, minor } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'The available balance over time, at most 500 points.',
  access: ownAccount,
  query: z.strictObject({ range: z.enum(BALANCE_RANGES).default('1mo') }),
  answers: { 200: z.object({ points: z.array(z.object({ x: millis, yMinor: minor })) }) },
  handler: ({ ref, query: { range } }) => balanceHistory(webRedis(), ref, range),
});
