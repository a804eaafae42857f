import { ownAccount } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchTotals } from '#lib/search/search.ts';
import { totalsAnswer } from '../_answers.ts';
import { matchesQuery } from '../_matches-query.ts';

export const GET = endpoint({
  summary: 'Count and sums of everything that matches: in + moved − out = net.',
  access: ownAccount,
  query: matchesQuery,
  answers: { 200: totalsAnswer },
  handler: ({ ref, query: { edits, ...filter } }) => searchTotals(webRedis(), ref, filter, edits),
});
