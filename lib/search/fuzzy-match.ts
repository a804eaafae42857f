/**
 * Fuzzy match: which words of an account a typed word means. Pure and browser-safe: the search uses it with the
 * account's words, the page to judge live rows.
 *
 * A typed word finds words that begin with it, and only without any, words that begin with something close. All
 * results stay in one order, newest first, so that a page can end at a seq, and the running balance is right.
 */
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

/** Longer than any search; the rows are reused, since a search measures thousands of words. */
const LONGEST = 256;
const ROWS = [new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2), new Uint8Array(LONGEST + 2)] as const;

/**
 * The fewest edits that make `typed` a beginning of `word`, or `maxEdits + 1` when it takes more than `maxEdits`. An
 * edit is a letter too many, missing or wrong, or two neighbours swapped (optimal string alignment). Both are folded:
 * 16 bits a letter. O(typed · maxEdits), since a cell further from the diagonal takes more edits.
 */
export function editsToBegin(typed: string, word: string, maxEdits: number): number {
  if (word.startsWith(typed)) return 0;
  const tooMany = maxEdits + 1;
  const length = typed.length;
  if (maxEdits === 0 || word.length + maxEdits < length || length + maxEdits > LONGEST) return tooMany;
  if (maxEdits === 1 && length > 1 && beginsElsewhere(typed, word)) return tooMany;
  const width = Math.min(word.length, length + maxEdits);
  let [before, last, now]: [Uint8Array, Uint8Array, Uint8Array] = [ROWS[0], ROWS[1], ROWS[2]];
  for (let at = 0; at <= maxEdits + 1; at++) last[at] = at;
  for (let row = 1; row <= length; row++) {
    const [from, to] = [Math.max(1, row - maxEdits), Math.min(width, row + maxEdits)];
    const [letter, previous] = [typed.charCodeAt(row - 1), typed.charCodeAt(row - 2)];
    now[from - 1] = from === 1 ? row : tooMany;
    let best = from === 1 ? row : tooMany;
    for (let at = from; at <= to; at++) {
      const other = word.charCodeAt(at - 1);
      let edits = cell(last, at - 1) + (letter === other ? 0 : 1);
      edits = Math.min(edits, cell(last, at) + 1, cell(now, at - 1) + 1);
      if (row > 1 && at > 1 && letter === word.charCodeAt(at - 2) && previous === other) {
        edits = Math.min(edits, cell(before, at - 2) + 1);
      }
      now[at] = edits;
      if (edits < best) best = edits;
    }
    // The next row looks one cell beyond what this one filled.
    now[to + 1] = tooMany;
    if (best > maxEdits) return tooMany;
    [before, last, now] = [last, now, before];
  }
  // A beginning of the word is enough: the rest is not typed yet.
  let best = tooMany;
  for (let at = Math.max(0, length - maxEdits); at <= width; at++) best = Math.min(best, cell(last, at));
  return best;
}

/** Whether the first two letters already take more than one edit, as in most words. */
function beginsElsewhere(typed: string, word: string): boolean {
  const [one, two] = [typed.charCodeAt(0), typed.charCodeAt(1)];
  const [first, second] = [word.charCodeAt(0), word.charCodeAt(1)];
  return one !== first && two !== second && one !== second && two !== first;
}

const cell = (row: Uint8Array, at: number): number => row[at] ?? 0;

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
 * forgiven), so that postings in between change nothing. O(words) for each term.
 */
export function fuzzyMatch(
  terms: readonly Term[],
  vocabulary: readonly string[],
  edits?: readonly number[],
): FuzzyMatch {
  const matched = terms.map((term, at) => {
    const typed = typedWord(term);
    return typed === null ? { edits: 0, words: null } : meant(typed, vocabulary, edits?.[at]);
  });
  return { edits: matched.map((one) => one.edits), words: matched.map((one) => one.words) };
}

/** The prefix that a term searches for, or null; a prefix has two letters or more. */
function typedWord(term: Term): string | null {
  if (term.kind === 'prefix') return term.prefix;
  return term.kind === 'units' && term.digits.length > 1 ? term.digits : null;
}

function meant(typed: string, vocabulary: readonly string[], given?: number) {
  const forgiven = forgivenEdits(typed);
  const maxEdits = Math.min(given ?? forgiven, forgiven);
  const begun = vocabulary.filter((word) => word.startsWith(typed));
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
