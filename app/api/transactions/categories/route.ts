import { z } from 'zod';
import { ownAccounts } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { categoriesOfAccounts } from '#lib/search/all-accounts.ts';
import { categorySumsAnswer } from '../../accounts/[id]/_answers.ts';
import { listQuery } from '../_list-query.ts';

export const GET = endpoint({
  summary: 'What came in and went out by category of everything in one’s accounts that matches.',
  access: ownAccounts,
  query: listQuery,
  answers: {
    200: z.object({ items: z.array(categorySumsAnswer.omit({ merchants: true })) }),
  },
  handler: async ({ refsOf, query: { account, edits, ...filter } }) => ({
    items: await categoriesOfAccounts(webRedis(), refsOf(account), filter, edits),
  }),
});
