import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { regularSchema } from '#lib/finance/regular.ts';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import { endpoint } from '#lib/http/contract.ts';

export const GET = endpoint({
  summary: 'Payments that come again and again, the next one due first; only those that are sure.',
  access: ownAccount,
  answers: { 200: z.object({ items: z.array(regularSchema) }) },
  handler: async ({ ref }) => ({ items: await upcomingPayments(ref) }),
});
