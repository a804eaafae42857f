/** Whether the name that a payer typed is the holder’s. Pure. */
import { editsBetween } from '#lib/edits.ts';
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
  const close = spellings(theirs).some((one) => {
    const edits = forgivenEdits(one);
    return spellings(given).some((other) => editsBetween(one, other, edits) <= edits);
  });
  return close ? 'close' : 'differs';
}

/** Letters that are compared. */
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
