/**
 * Finds what the bank's own texts are called in another language: "Wochenmarkt" is an entry of the Farmers Market. The
 * index holds what was booked; a word of a shown text stands for all words of its booked one.
 */

import type { Booked } from '#lib/booked-text.ts';
import { bookedTexts } from '#lib/booked-texts.ts';
import type { Language } from '#lib/language.ts';
import { wordsIn } from '#lib/ledger/words.ts';
import { PHRASE_WORDS } from '#lib/search/phrase-words.ts';
import type { Term } from '#lib/search/query-text.ts';

/** The words of a booked text, all of which an entry has; and those that no such entry has, of longer texts. */
export type BookedWords = { all: readonly string[]; none: readonly string[] };
/** The booked words by the words that are shown. */
export type ShownTexts = ReadonlyMap<string, readonly (readonly string[])[]>;

const EMPTY: ShownTexts = new Map();
const made = new Map<Language, ShownTexts>();

/** Of a language, or of none. */
export function shownTexts(language: Language | undefined): ShownTexts {
  if (!language) return EMPTY;
  const known = made.get(language) ?? wordsOf(bookedTexts[language]);
  made.set(language, known);
  return known;
}

function wordsOf(texts: Booked): ShownTexts {
  const found = new Map<string, string[][]>();
  for (const [booked, shown] of Object.entries(texts)) {
    const words = wordsIn(booked);
    for (const word of wordsIn(shown)) {
      if (!words.includes(word)) found.set(word, [...(found.get(word) ?? []), words]);
    }
  }
  return found;
}

/** The shown words behind which an account has entries, as far as its own words are known. */
export const wordsShown = (texts: ShownTexts, known: ReadonlySet<string>): string[] =>
  [...texts].flatMap(([word, booked]) =>
    booked.some((words) => words.every((one) => known.has(one))) ? [word] : [],
  );

/**
 * What these words of an account mean, of which some are shown. Nothing for a typed word that names a kind: it means all
 * of that kind (phrases.ts).
 */
export function bookedBehind(
  language: Language | undefined,
  term: Term,
  words: readonly string[],
): BookedWords[] {
  if (!language || (term.kind === 'prefix' && Object.hasOwn(PHRASE_WORDS[language].kinds, term.prefix)))
    return [];
  const texts = shownTexts(language);
  const meant = [...new Set(words.flatMap((word) => texts.get(word) ?? []))];
  if (meant.length === 0) return [];
  const others = [...new Set([...texts.values()].flat())].filter((one) => !meant.includes(one));
  return meant.map((all) => {
    const longer = others.filter((one) => all.every((word) => one.includes(word)));
    return { all, none: [...new Set(longer.flat())].filter((word) => !all.includes(word)) };
  });
}
