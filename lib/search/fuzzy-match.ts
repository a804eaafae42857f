/**
 * Which words a typed word is taken for. Pure and browser-safe: the search asks it with the account's own words, and
 * the page asks it whether a live row belongs to what was found.
 *
 * A typed word finds what begins with it; only when no word of the account does, what begins with something close to
 * it. So words as typed always win over guesses, and whatever is found stands in the one order that a statement has,
 * newest first, in which a page ends at a seq and the next one begins there. A list that put exact before close rows
 * would need a place in two orders, and its running balance and days would jump.
 */
import type { Term } from '#lib/search/query-text.ts';

const ONE_EDIT_FROM = 4;
const TWO_EDITS_FROM = 8;
const DIGIT = /\p{N}/u;

/**
 * Edits that are forgiven in a typed word: one from four letters, two from eight. None where a digit is in it:
 * "35mm" is not a slip for "85mm", and a reference number is right or wrong.
 */
export function forgivenEdits(typed: string): number {
  if (typed.length < ONE_EDIT_FROM || DIGIT.test(typed)) return 0;
  return typed.length < TWO_EDITS_FROM ? 1 : 2;
}

/** Longer than any text that is searched for; rows are used again, since a search measures thousands of words. */
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

/** Whether the first two letters, of two or more, already take more than one edit: so they do in most words. */
function beginsElsewhere(typed: string, word: string): boolean {
  const [one, two] = [typed.charCodeAt(0), typed.charCodeAt(1)];
  const [first, second] = [word.charCodeAt(0), word.charCodeAt(1)];
  return one !== first && two !== second && one !== second && two !== first;
}

const cell = (row: Uint8Array, at: number): number => row[at] ?? 0;

/** Whether a word of an entry is meant by a typed one when that many edits are taken. */
export const isMeant = (typed: string, word: string, edits: number): boolean =>
  word.startsWith(typed) || (edits > 0 && editsToBegin(typed, word, edits) <= edits);

export type Spelled = {
  /**
   * For each term, how many edits it takes to find anything; as many as are forgiven when nothing is near enough.
   * With these alone, without the account's words, `matchesFilter` says of any entry whether it belongs.
   */
  edits: number[];
  /** For each term, the account's words it is taken for; null for terms that ask for no beginning of a word. */
  words: (string[] | null)[];
};

/**
 * Reads terms against the words of an account. `edits`, when they are known from an earlier page of the same search,
 * are taken as they are (but never more than are forgiven), so that a posting in between changes nothing of what is
 * asked. O(words) for each term.
 */
export function spell(
  terms: readonly Term[],
  vocabulary: readonly string[],
  edits?: readonly number[],
): Spelled {
  const spelled = terms.map((term, at) => {
    const typed = typedWord(term);
    return typed === null ? { edits: 0, words: null } : meant(typed, vocabulary, edits?.[at]);
  });
  return { edits: spelled.map((one) => one.edits), words: spelled.map((one) => one.words) };
}

/** The beginning of a word that a term asks for, if it does; a prefix has two letters or more. */
function typedWord(term: Term): string | null {
  if (term.kind === 'prefix') return term.prefix;
  return term.kind === 'units' && term.digits.length > 1 ? term.digits : null;
}

function meant(typed: string, vocabulary: readonly string[], known?: number) {
  const forgiven = forgivenEdits(typed);
  const maxEdits = Math.min(known ?? forgiven, forgiven);
  const begun = vocabulary.filter((word) => word.startsWith(typed));
  if (maxEdits === 0 || (known === undefined && begun.length > 0)) return { edits: 0, words: begun };
  const near: string[][] = Array.from({ length: maxEdits + 1 }, () => []);
  let best = maxEdits;
  for (const word of vocabulary) {
    const edits = editsToBegin(typed, word, best);
    near[edits]?.push(word);
    if (known === undefined && edits < best) best = edits;
  }
  return { edits: best, words: near.slice(0, best + 1).flat() };
}
