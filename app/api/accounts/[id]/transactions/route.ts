import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { pendingMatches } from '#lib/search/pending-matches.ts';
import { searchEntries } from '#lib/search/search.ts';
import { rowLimit, wholeNumber } from '#lib/whole-number.ts';
import { BOTH_WAYS, matchesQuery, oneWay, pageAnswer } from '../_matches-query.ts';

export const GET = endpoint({
  summary: 'Entries that match, newest first, and what is pending.',
  access: ownAccount,
  query: matchesQuery
    .extend({
      before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller seq.'),
      after: wholeNumber(1, Number.MAX_SAFE_INTEGER)
        .optional()
        .describe('Instead of `before`: the nearest entries with a larger seq, newest first too.'),
      limit: rowLimit,
    })
    .refine(oneWay, BOTH_WAYS),
  answers: { 200: pageAnswer(z.number().int()) },
  handler: async ({ ref, query: { before, after, limit, edits, ...filter } }) => {
    const redis = webRedis();
    const page = await searchEntries(redis, ref, filter, { before, after, limit, edits });
    const isFirst = before === undefined && after === undefined;
    const pending = isFirst ? await pendingMatches(redis, [ref], filter, edits ?? page.edits) : [];
    return { ...page, pending };
  },
});
