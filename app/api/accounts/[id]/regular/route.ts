import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { RHYTHMS } from '#lib/finance/regular.ts';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import { endpoint } from '#lib/http/contract.ts';
import { millis, minor } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'Payments that come again and again, the next one due first; only those that are sure.',
  access: ownAccount,
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          counterparty: z.string(),
          direction: z.enum(['in', 'out']),
          every: z.enum(RHYTHMS),
          amountMinor: minor.describe('Signed, of the last payment.'),
          minMinor: minor.describe(
            'Signed, the smallest by size; the same as maxMinor when the amount is steady.',
          ),
          maxMinor: minor.describe('Signed, the largest by size.'),
          count: z.number().int().positive(),
          lastAt: millis,
          nextDay: z.string().describe('The bank day on which the next one is expected.'),
          byAmount: z.boolean().describe('Told from other payments of this name by its amount alone.'),
        }),
      ),
    }),
  },
  handler: async ({ ref }) => ({ items: await upcomingPayments(ref) }),
});
