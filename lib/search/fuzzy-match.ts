/**
 * Fuzzy match: which words of an account a typed word means. Pure and browser-safe: the search uses it with the
 * account's words, the page to judge live rows.
 *
 * A typed word finds words that begin with it, and only without any, words that begin with something close. All
 * results stay in one order, newest first, so that a page can end at a seq, and the running balance is right.
 */
import { editsToBegin } from '#lib/edits.ts';
import type { Term } from '#lib/search/query-text.ts';

const ONE_EDIT_FROM = 4;
const TWO_EDITS_FROM = 8;
const DIGIT = /\p{N}/u;

/**
 * Edits forgiven in a typed word: one from four letters, two from eight, none with a digit: "35mm" does not mean
 * "85mm".
 */
export function forgivenEdits(typed: string): number {
  if (typed.length < ONE_EDIT_FROM || DIGIT.test(typed)) return 0;
  return typed.length < TWO_EDITS_FROM ? 1 : 2;
}

/** Whether a typed word means a word of an entry, with that many edits. */
export const isMeant = (typed: string, word: string, edits: number): boolean =>
  word.startsWith(typed) || (edits > 0 && editsToBegin(typed, word, edits) <= edits);

export type FuzzyMatch = {
  /**
   * For each term, the fewest edits that find anything, or as many as are forgiven. `matchesFilter` needs these alone,
   * without the account's words.
   */
  edits: number[];
  /** For each term, the words that it means; null for terms that are not prefixes. */
  words: (string[] | null)[];
};

/**
 * Matches terms with the words of an account. `edits` from an earlier page of the same search are kept (within what is
 * forgiven), so that postings in between change nothing. O(words) for each term; `beginning`, which answers the words of
 * `vocabulary` that begin as typed, may be quicker where there are any.
 */
export function fuzzyMatch(
  terms: readonly Term[],
  vocabulary: readonly string[],
  edits?: readonly number[],
  beginning = (typed: string): string[] => vocabulary.filter((word) => word.startsWith(typed)),
): FuzzyMatch {
  const matched = terms.map((term, at) => {
    const typed = typedWord(term);
    return typed === null
      ? { edits: 0, words: null }
      : meant(typed, vocabulary, beginning(typed), edits?.[at]);
  });
  return { edits: matched.map((one) => one.edits), words: matched.map((one) => one.words) };
}

/** The prefix that a term searches for, or null; a prefix has two letters or more. */
function typedWord(term: Term): string | null {
  if (term.kind === 'prefix') return term.prefix;
  return term.kind === 'units' && term.digits.length > 1 ? term.digits : null;
}

function meant(typed: string, vocabulary: readonly string[], begun: string[], given?: number) {
  const forgiven = forgivenEdits(typed);
  const maxEdits = Math.min(given ?? forgiven, forgiven);
  if (maxEdits === 0 || (given === undefined && begun.length > 0)) return { edits: 0, words: begun };
  const near: string[][] = Array.from({ length: maxEdits + 1 }, () => []);
  let best = maxEdits;
  for (const word of vocabulary) {
    const edits = editsToBegin(typed, word, best);
    near[edits]?.push(word);
    if (given === undefined && edits < best) best = edits;
  }
  return { edits: best, words: near.slice(0, best + 1).flat() };
}
