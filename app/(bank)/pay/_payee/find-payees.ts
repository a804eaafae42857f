/** Finding somebody among those one can pay, by name or number. Pure. */
import { foldText } from '#lib/fold-text.ts';
import { forgivenEdits, isMeant } from '#lib/search/fuzzy-match.ts';

/**
 * Those of whom each typed word begins a word of the name, or stands in the number; only without any, those where it
 * nearly does, by the rules of the search. All of them when nothing is typed; their order stays.
 */
export function findPayees<One extends { name: string; number: string }>(
  typed: string,
  payees: readonly One[],
): readonly One[] {
  const words = foldText(typed).split(' ').filter(Boolean);
  const digits = typed.replace(/\D/g, '');
  const found = (edits: (word: string) => number) =>
    payees.filter(({ name, number }) => {
      if (digits.length > 1 && number.replace(/\D/g, '').includes(digits)) return true;
      const own = foldText(name).split(' ');
      return words.every((word) => own.some((one) => isMeant(word, one, edits(word))));
    });
  const exact = found(() => 0);
  return exact.length > 0 ? exact : found(forgivenEdits);
}
