import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { spenderPeriodSchema } from '#lib/finance/spenders.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import { daysOfMonth } from '#lib/time.ts';
import { categorySumsAnswer } from '../_answers.ts';

export const GET = endpoint({
  summary: 'What came in and went out by category and merchant, the greatest spending first.',
  access: ownAccount,
  query: z.strictObject({ period: spenderPeriodSchema.default('all') }),
  answers: {
    200: z.object({
      items: z.array(categorySumsAnswer),
      seq: z.number().int().describe('Of the newest entry that was looked at.'),
    }),
  },
  handler: ({ ref, query: { period } }) =>
    categorySums(webRedis(), ref, period === 'all' ? {} : daysOfMonth(period)),
});
