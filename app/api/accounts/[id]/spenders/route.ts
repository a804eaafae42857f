import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { readSteadily } from '#app/_access/read-steadily.ts';
import { spenderPeriodSchema, spenders } from '#lib/finance/spenders.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { minor, wholeNumber } from '#lib/whole-number.ts';

const MAX_SPENDERS = 500;
const FIRST_SPENDERS = 5;

export const GET = endpoint({
  summary: 'Who got the most, net of what came back.',
  access: ownAccount,
  query: z.strictObject({
    period: spenderPeriodSchema.default('all'),
    limit: wholeNumber(1, MAX_SPENDERS).default(FIRST_SPENDERS),
  }),
  answers: {
    200: z.object({
      items: z.array(z.object({ name: z.string(), amountMinor: minor })),
      otherMinor: minor.describe('What all the others together got.'),
      seq: z.number().int().describe('Of the newest entry that is in.'),
    }),
  },
  handler: async ({ ref, account: before, query: { period, limit } }) => {
    const read = () => spenders(webRedis(), ref, period, limit);
    const { account, data } = await readSteadily({ ref, account: before }, read);
    return { ...data, seq: account.seq };
  },
});
