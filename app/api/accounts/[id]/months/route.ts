import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { minor } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'What came in and went out by month, oldest first.',
  access: ownAccount,
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          month: z.string().describe('A bank month like 2026-03.'),
          count: z.number().int().positive(),
          inMinor: minor,
          outMinor: minor,
        }),
      ),
    }),
  },
  handler: async ({ ref }) => ({ items: await monthlySums(webRedis(), ref) }),
});
