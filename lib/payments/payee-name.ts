/** Whether the name that a payer typed is the holder’s. Pure. */
import { foldText } from '#lib/fold-text.ts';

/** Edits forgiven in a whole name, by the letters that the holder’s has. */
const FORGIVEN = [
  { fromLetters: 10, edits: 2 },
  { fromLetters: 5, edits: 1 },
] as const;

/**
 * `matches` for the same words whatever their case, accents and punctuation. `close` for the same words in another
 * order, without middle names or with more of them, and for one or two edits in all that: the payer is asked whether
 * they mean the holder. All else `differs`, and nothing is told of the holder.
 */
export function compareNames(holder: string, typed: string): 'matches' | 'close' | 'differs' {
  const [theirs, given] = [wordsOf(holder), wordsOf(typed)];
  if (theirs.length === 0 || given.length === 0) return 'differs';
  if (theirs.join(' ') === given.join(' ')) return 'matches';
  const close = spellings(theirs).some((one) =>
    spellings(given).some((other) => editsBetween(one, other) <= forgivenEdits(one)),
  );
  return close ? 'close' : 'differs';
}

/** Letters that are compared: editsBetween takes as long as both names multiplied. */
const MAX_COMPARED = 200;

const wordsOf = (name: string): string[] =>
  foldText(name.slice(0, MAX_COMPARED)).slice(0, MAX_COMPARED).split(' ').filter(Boolean);

/** With all names, and with the first and the last alone; as they stand, and in the order of letters. */
function spellings(words: string[]): string[] {
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const short = words.length > 2 ? [[first, last]] : [];
  return [words, ...short].flatMap((names) => [names.join(' '), names.toSorted().join(' ')]);
}

const forgivenEdits = (name: string): number => {
  const letters = name.replaceAll(' ', '').length;
  return FORGIVEN.find(({ fromLetters }) => letters >= fromLetters)?.edits ?? 0;
};

/** A letter too many, missing or wrong, or two neighbours swapped (optimal string alignment). O(one · other). */
function editsBetween(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let at = 1; at <= other.length; at++) {
      const cell = (line: number[], where: number) => line[where] ?? Number.POSITIVE_INFINITY;
      const same = one[row - 1] === other[at - 1];
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      now[at] = Math.min(
        cell(last, at - 1) + (same ? 0 : 1),
        cell(last, at) + 1,
        cell(now, at - 1) + 1,
        swapped ? cell(before, at - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, now];
  }
  return last.at(-1) ?? 0;
}
