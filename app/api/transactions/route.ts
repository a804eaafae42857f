import { z } from 'zod';
import { ownAccounts } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { LANGUAGES } from '#lib/language.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchAccounts } from '#lib/search/all-accounts.ts';
import { PLACE } from '#lib/search/place.ts';
import { phraseSchema, searchMeant } from '#lib/search/search-meant.ts';
import { rowLimit } from '#lib/whole-number.ts';
import { BOTH_WAYS, oneWay, pageAnswer } from '../accounts/[id]/_matches-query.ts';
import { listQuery } from './_list-query.ts';

const place = z.string().regex(PLACE, 'is not an entry like a_0123456789.42');

export const GET = endpoint({
  summary: 'Entries of all one’s accounts that match, newest first, and what is pending.',
  access: ownAccounts,
  query: listQuery
    .extend({
      before: place.optional().describe('Only older entries than this one, as `account.seq`.'),
      after: place.optional().describe('Instead of `before`: the nearest newer entries, newest first too.'),
      limit: rowLimit,
      language: z
        .enum(LANGUAGES)
        .optional()
        .describe(
          'Finds texts of the bank as this language shows them, and reads words of `q` that mean a time, a kind or an ' +
            'amount where nothing is found as typed.',
        ),
    })
    .refine(oneWay, BOTH_WAYS),
  answers: {
    200: pageAnswer(z.string()).extend({
      phrases: z
        .array(phraseSchema)
        .optional()
        .describe(
          'Words of `q` that were read as fields. Later requests send those, and `q` without the words.',
        ),
      texts: z.enum(LANGUAGES).optional().describe('For later requests about the same matches.'),
    }),
  },
  handler: ({ refsOf, query: { account, before, after, limit, edits, language, ...filter } }) => {
    const page = { before, after, limit, edits };
    return language
      ? searchMeant(webRedis(), refsOf(account), filter, language, page)
      : searchAccounts(webRedis(), refsOf(account), filter, page);
  },
});
