import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { entryViewSchema } from '#lib/ledger/schema.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchEntries } from '#lib/search/search.ts';
import { rowLimit, wholeNumber } from '#lib/whole-number.ts';
import { matchesQuery } from '../_matches-query.ts';

export const GET = endpoint({
  summary: 'Entries that match, newest first.',
  access: ownAccount,
  query: matchesQuery
    .extend({
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller seq.'),
      after: wholeNumber(1, Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('Instead of `before`: the nearest entries with a larger seq, newest first too.'),
      limit: rowLimit,
    })
    .refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['after'],
      error: 'is given together with before',
    }),
  answers: {
    200: z.object({
      items: z.array(entryViewSchema),
      next: z
        .number()
        .int()
        .nullable()
        .describe('The `before` of the following page; null when there is none.'),
      edits: z
        .array(z.number().int().min(0).max(2))
        .optional()
        .describe('Edits that each word of `q` took to find anything; absent when all were found as typed.'),
    }),
  },
  handler: ({ ref, query: { before, after, limit, edits, ...filter } }) =>
    searchEntries(webRedis(), ref, filter, { before, after, limit, edits }),
});
