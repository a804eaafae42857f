import { z } from 'zod';
import { ownAccounts } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { LANGUAGES } from '#lib/language.ts';
import { entryViewSchema } from '#lib/ledger/schema.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchAccounts } from '#lib/search/all-accounts.ts';
import { PLACE } from '#lib/search/place.ts';
import { phraseSchema, searchMeant } from '#lib/search/search-meant.ts';
import { rowLimit } from '#lib/whole-number.ts';
import { listQuery } from './_list-query.ts';

const place = z.string().regex(PLACE, 'is not an entry like a_0123456789.42');

export const GET = endpoint({
  summary: 'Entries of all one’s accounts that match, newest first.',
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
          'Reads words of `q` that mean a time, a kind or an amount, where nothing is found as typed.',
        ),
    })
    .refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['after'],
      error: 'is given together with before',
    }),
  answers: {
    200: z.object({
      items: z.array(entryViewSchema),
      next: z.string().nullable().describe('The `before` of the following page; null when there is none.'),
      edits: z
        .array(z.number().int().min(0).max(2))
        .optional()
        .describe('Edits that each word of `q` took to find anything; absent when all were found as typed.'),
      phrases: z
        .array(phraseSchema)
        .optional()
        .describe(
          'Words of `q` that were read as fields. Later requests send those, and `q` without the words.',
        ),
    }),
  },
  handler: ({ refsOf, query: { account, before, after, limit, edits, language, ...filter } }) => {
    const page = { before, after, limit, edits };
    return language
      ? searchMeant(webRedis(), refsOf(account), filter, language, page)
      : searchAccounts(webRedis(), refsOf(account), filter, page);
  },
});
