import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchTotals } from '#lib/search/search.ts';
import { minor } from '#lib/whole-number.ts';
import { matchesQuery } from '../_matches-query.ts';

export const GET = endpoint({
  summary: 'Count and sums of everything that matches: in + moved + held − out = net.',
  access: ownAccount,
  query: matchesQuery,
  answers: {
    200: z.object({
      count: z.number().int(),
      inMinor: minor,
      outMinor: minor,
      movedMinor: minor.describe('Signed, between own accounts.'),
      heldMinor: minor.describe('Signed, holds and their releases.'),
      netMinor: minor.describe('Signed, what they did to the balance.'),
    }),
  },
  handler: ({ ref, query: { edits, ...filter } }) => searchTotals(webRedis(), ref, filter, edits),
});
