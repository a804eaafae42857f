/** A golden set of typing slips, the same on every machine, and what a search made of them. */
import { between, pick, type Random, randomFrom } from '#demo/random.ts';

export type Typo = { word: string; typed: string };

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const SLIPS = ['missing', 'doubled', 'extra', 'wrong', 'swapped'] as const;
/** What the search promises (lib/search/fuzzy-match.ts), said again here: it is measured against these. */
const FORGIVEN_FROM = 4;
const TWICE_FROM = 8;
export const FIRST_ROWS = 10;

/** One slip at the `from`th letter or after it. */
function slip(word: string, from: number, random: Random): string {
  const at = between(random, from, word.length - 1);
  const [before, letter = '', after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  switch (pick(random, SLIPS)) {
    case 'missing':
      return before + after;
    case 'doubled':
      return before + letter + letter + after;
    case 'extra':
      return before + pick(random, LETTERS) + letter + after;
    case 'wrong':
      return before + pick(random, LETTERS) + after;
    case 'swapped':
      return before + after.slice(0, 1) + letter + after.slice(1);
  }
}

/**
 * `count` slips in words of four letters and more: one each, anywhere, and in every other word that is long enough a
 * second one after the eighth letter, from where two are forgiven.
 */
export function goldenTypos(vocabulary: readonly string[], count: number): Typo[] {
  const words = vocabulary.filter((word) => word.length >= FORGIVEN_FROM && !/\p{N}/u.test(word)).sort();
  const random = randomFrom('golden typos');
  const typos: Typo[] = [];
  while (typos.length < count) {
    const word = pick(random, words);
    const once = slip(word, 0, random);
    const typed = once.length > TWICE_FROM && random() < 0.5 ? slip(once, TWICE_FROM, random) : once;
    if (typed.length >= FORGIVEN_FROM && !word.startsWith(typed)) typos.push({ word, typed });
  }
  return typos;
}

export type Score = { queries: number; found: number; rows: number; rightRows: number };
export type Scores = { all: Score; slipped: Score; finished: Score };

/**
 * Types each golden text letter by letter and looks at the first ten rows each time from the fourth letter on: `all`
 * of these, those at which the slip is made already (`slipped`), and the text as it ends (`finished`). A row is right
 * when the word is in it.
 */
export async function scoreTypos(
  typos: readonly Typo[],
  firstRows: (typed: string) => Promise<readonly { words: readonly string[] }[]>,
): Promise<Scores> {
  const none = (): Score => ({ queries: 0, found: 0, rows: 0, rightRows: 0 });
  const scores: Scores = { all: none(), slipped: none(), finished: none() };
  for (const { word, typed } of typos) {
    for (let length = FORGIVEN_FROM; length <= typed.length; length++) {
      const text = typed.slice(0, length);
      const rows = await firstRows(text);
      const right = rows.filter(({ words }) => words.includes(word)).length;
      const counted = [
        scores.all,
        ...(word.startsWith(text) ? [] : [scores.slipped]),
        ...(length === typed.length ? [scores.finished] : []),
      ];
      for (const score of counted) {
        score.queries += 1;
        score.found += right > 0 ? 1 : 0;
        score.rows += rows.length;
        score.rightRows += right;
      }
    }
  }
  return scores;
}

export const recallOf = ({ found, queries }: Score): number => found / queries;
export const precisionOf = ({ rightRows, rows }: Score): number => rightRows / rows;
