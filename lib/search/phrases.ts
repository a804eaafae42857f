/**
 * Reads words of the search box that mean a time, a kind or an amount as fields of the filter: "rent november", "over
 * 100 last week", "Erstattungen". Pure; days are the bank's. What stands in quotation marks stays text.
 */
import { wordsIn } from '#lib/ledger/words.ts';
import type { Filter } from '#lib/search/filter.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';
import { readAmounts } from '#lib/search/phrase-amounts.ts';
import { begins, type Read, type Word } from '#lib/search/phrase-text.ts';
import { readLed, readOpen, readSpan, readTime } from '#lib/search/phrase-times.ts';
import type { PhraseWords } from '#lib/search/phrase-words.ts';

/** Words of the text, from character `at` on, and what of the filter they mean. */
export type Phrase = { at: number; text: string; filter: Filter };

const QUOTED = /"[^"]*"?|\S+/g;

/**
 * The phrases of a text, in its order; each field is read once, and further words for it stay text. A month or weekday
 * without a year is the latest that has begun by `today`, weeks begin on Monday, and amounts include their ends.
 */
export function readPhrases(text: string, words: PhraseWords, today: string): Phrase[] {
  if (text.length > MAX_QUERY) return [];
  const list = wordsOf(text);
  const phrases: Phrase[] = [];
  const taken = new Set<string>();
  for (let at = 0; at < list.length; ) {
    const read = readAt(list.slice(at), words, today);
    const fields = Object.keys(read?.filter ?? {});
    const [first, last] = [list[at], list[at + (read?.count ?? 1) - 1]];
    if (read && first && last && !fields.some((field) => taken.has(field))) {
      phrases.push({ at: first.at, text: text.slice(first.at, last.end), filter: read.filter });
      for (const field of fields) taken.add(field);
    }
    at += read?.count ?? 1;
  }
  return phrases;
}

/** The filter that a text with phrases asks for: their words leave the text, and their fields replace those set. */
export function withPhrases(filter: Filter, phrases: readonly Phrase[] = []): Filter {
  if (phrases.length === 0) return filter;
  return Object.assign(withoutPhrases(filter, phrases), ...phrases.map((phrase) => phrase.filter));
}

/** The filter without what phrases of its text mean: their words alone leave it. */
export function withoutPhrases(filter: Filter, phrases: readonly Phrase[]): Filter {
  let rest = filter.q ?? '';
  for (const { at, text } of phrases.toReversed())
    rest = `${rest.slice(0, at)} ${rest.slice(at + text.length)}`;
  return { ...filter, q: rest.replace(/\s+/g, ' ').trim() || undefined };
}

/** What later pages, sums and live rows of an answer are asked by. */
export const askedAgain = (
  filter: Filter,
  { phrases, texts }: { phrases?: readonly Phrase[]; texts?: Filter['texts'] },
): Filter => ({ ...withPhrases(filter, phrases), ...(texts ? { texts } : {}) });

/** Words in quotation marks are none. */
const wordsOf = (text: string): Word[] =>
  [...text.matchAll(QUOTED)].map(({ 0: raw, index }) => ({
    at: index,
    end: index + raw.length,
    folded: raw.includes('"') ? '' : wordsIn(raw).join(' '),
    raw,
  }));

function readAt(list: readonly Word[], words: PhraseWords, today: string): Read {
  return (
    readTime(list, words, today) ??
    readAmounts(list, words) ??
    readSpan(list, words, today) ??
    readOpen(list, words, today) ??
    readLed(list, words, today) ??
    readKind(list, words)
  );
}

function readKind(list: readonly Word[], { kinds }: PhraseWords): Read {
  for (const [phrase, filter] of Object.entries(kinds)) {
    const count = begins(list, phrase);
    if (count > 0) return { count, filter };
  }
  return null;
}
