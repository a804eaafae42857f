/** Searches with words that mean a time, a kind or an amount read as fields of the filter. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import type { Page, PageRequest } from '#lib/ledger/read-entries.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { PHRASE_WORDS } from '#lib/search/phrase-words.ts';
import { readPhrases, withPhrases } from '#lib/search/phrases.ts';
import { searchEntries } from '#lib/search/search.ts';
import { dayOf } from '#lib/time.ts';

export const phraseSchema = z
  .object({
    at: z.number().int().describe('Where in `q` it begins, in UTF-16 units.'),
    text: z.string(),
    filter: filterSchema.omit({ q: true, counterparty: true }).describe('What it means.'),
  })
  .meta({ id: 'Phrase' });

/** `phrases` are absent without any; everything else about the search takes the filter `withPhrases`. */
export type MeantPage = Page & { phrases?: z.output<typeof phraseSchema>[] };

/** More than a text has terms. */
const AS_TYPED = Array.from({ length: 12 }, () => 0);

/**
 * As `searchEntries`, with the phrases of the text in a language. They count only where the text finds nothing as it is
 * typed: a merchant named March is found by its name. A text with phrases costs one search more, of one row.
 */
export async function searchMeant(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  language: Language,
  page: PageRequest,
): Promise<MeantPage> {
  const today = dayOf(await redisNow(redis), config().timeZone);
  const phrases = readPhrases(filter.q ?? '', PHRASE_WORDS[language], today);
  if (phrases.length > 0) {
    const { items } = await searchEntries(redis, ref, filter, { limit: 1, edits: AS_TYPED });
    if (items.length === 0) {
      return { ...(await searchEntries(redis, ref, withPhrases(filter, phrases), page)), phrases };
    }
  }
  return searchEntries(redis, ref, filter, page);
}
