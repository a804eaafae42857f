import { ownAccounts } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { totalsOfAccounts } from '#lib/search/all-accounts.ts';
import { totalsAnswer } from '../../accounts/[id]/_answers.ts';
import { listQuery } from '../_list-query.ts';

export const GET = endpoint({
  summary: 'Count and sums of everything in one’s accounts that matches.',
  access: ownAccounts,
  query: listQuery,
  answers: { 200: totalsAnswer },
  handler: ({ refsOf, query: { account, edits, ...filter } }) =>
    totalsOfAccounts(webRedis(), refsOf(account), filter, edits),
});
