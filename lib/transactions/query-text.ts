/**
 * Reads what was typed into the search box. Pure and browser-safe; every text has a meaning and none is an error.
 *
 * - `223.28`, `12,5`, `1,234.56`: that amount in or out; with a sign, only out (`-`) or in (`+`).
 * - `223`: any amount of 223 and some cents, or a word that begins so.
 * - Two letters or more: words that begin so, accents and case folded; punctuation separates.
 * - One letter: a whole word (`H&M` is the words `h` and `m`), except as the last of the text, where it is a word
 *   that has only begun and asks for nothing yet.
 * - Every term must match. Nothing typed asks for everything; text without a letter or digit (`***`), and text
 *   that is too long to be meant, finds nothing.
 */
import { parseDecimal } from '#lib/money.ts';
import { wordsIn } from '#lib/transactions/words.ts';

export type Term =
  | { kind: 'word'; word: string }
  | { kind: 'prefix'; prefix: string }
  | { kind: 'units'; units: number; digits: string }
  | { kind: 'amount'; absMinor: number; direction?: 'in' | 'out' };

const MOST_CHARACTERS = 200;
const MOST_TERMS = 12;

const AMOUNT = /^([+-]?)(\d{1,12}[.,]\d{1,2}|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)$/;
/** A grouping comma stands before three digits, a decimal one before one or two. */
const GROUPING = /,(?=\d{3})/g;
const UNITS = /^\d{1,12}$/;

export function readText(text: string): Term[] | 'nothing' {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (trimmed.length > MOST_CHARACTERS) return 'nothing';
  const terms = trimmed.split(/\s+/).flatMap((part) => readAmount(part) ?? wordsIn(part).map(readWord));
  if (terms.length === 0 || terms.length > MOST_TERMS) return 'nothing';
  const last = terms.at(-1);
  const unfinished = last?.kind === 'word' && !/\s$/.test(text);
  return unfinished ? terms.slice(0, -1) : terms;
}

function readAmount(part: string): Term[] | null {
  const [, sign, digits] = AMOUNT.exec(part) ?? [];
  const amount = digits === undefined ? null : parseDecimal(digits.replace(GROUPING, ''));
  if (amount === null) return null;
  const direction = sign === '-' ? 'out' : sign === '+' ? 'in' : undefined;
  return [{ kind: 'amount', absMinor: amount, direction }];
}

function readWord(word: string): Term {
  if (UNITS.test(word)) return { kind: 'units', units: Number(word), digits: word };
  // By code points, as Redis counts the two that a prefix needs.
  return [...word].length > 1 ? { kind: 'prefix', prefix: word } : { kind: 'word', word };
}
