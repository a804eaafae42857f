/** Searches with words that mean a time, a kind or an amount read as fields of the filter. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { type ListPage, type ListRequest, searchAccounts } from '#lib/search/all-accounts.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { PHRASE_WORDS } from '#lib/search/phrase-words.ts';
import { readPhrases, withPhrases } from '#lib/search/phrases.ts';
import { shownTexts } from '#lib/search/shown-texts.ts';
import { dayOf } from '#lib/time.ts';

export const phraseSchema = z
  .object({
    at: z.number().int().describe('Where in `q` it begins, in UTF-16 units.'),
    text: z.string(),
    filter: filterSchema.omit({ q: true, texts: true, counterparty: true }).describe('What it means.'),
  })
  .meta({ id: 'Phrase' });

/** `phrases` are absent without any; everything else about the search is `askedAgain`. */
export type MeantPage = ListPage & { phrases?: z.output<typeof phraseSchema>[]; texts?: Language };

/** More than a text has terms. */
const AS_TYPED = Array.from({ length: 12 }, () => 0);

/** The filter with its text in a language, by which the bank's own texts are found as that shows them. */
export const asText = (filter: Filter, language: Language): Filter =>
  filter.q && shownTexts(language).size > 0 ? { ...filter, texts: language } : filter;

/**
 * As `searchAccounts`, of a text in a language: the bank's own texts are found as that shows them, and words that mean a
 * time, a kind or an amount count where the text finds nothing as it is typed: a merchant named March is found by its
 * name. A text with phrases costs one search more where it does.
 */
export async function searchMeant(
  redis: Redis,
  refs: readonly AccountRef[],
  typed: Filter,
  language: Language,
  page: ListRequest,
): Promise<MeantPage> {
  const today = dayOf(await redisNow(redis), config().timeZone);
  const phrases = readPhrases(typed.q ?? '', PHRASE_WORDS[language], today);
  const filter = asText(typed, language);
  const texts = filter.texts ? { texts: filter.texts } : {};
  if (phrases.length > 0) {
    const found = await searchAccounts(redis, refs, filter, { limit: page.limit, edits: AS_TYPED });
    if (found.items.length === 0 && found.pending.length === 0) {
      return {
        ...(await searchAccounts(redis, refs, withPhrases(filter, phrases), page)),
        ...texts,
        phrases,
      };
    }
    if (!page.before && !page.after && !page.edits) return { ...found, ...texts };
  }
  return { ...(await searchAccounts(redis, refs, filter, page)), ...texts };
}
