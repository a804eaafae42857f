/**
 * Reads what was typed into the search box. Pure and browser-safe; every text has a meaning and none is an error.
 *
 * - `223.28`, `12,5`, `1,234.56`, `1.234,56`, `£9.99`: that amount in or out, in the form of either language; with a
 *   sign, only out (`-`, or the longer one that pages show) or in (`+`).
 * - `223`: any amount of 223 and some cents, or a word that begins so.
 * - `>100`, `>=100`, `<20`, `<=20`: more, or less, in or out. `50-80`: from 50.00 to 80.00, both included.
 * - Two letters or more: words that begin so, accents and case folded, typing errors forgiven (fuzzy-match.ts); punctuation
 *   separates. `35mm` is a word: no amount of 35.
 * - One letter: a whole word (`H&M` is the words `h` and `m`), except as the last of the text, where it is a word
 *   that has only begun and asks for nothing yet. So does a lonely `>`, sign or currency.
 * - Every term must match. Nothing typed asks for everything; text without a letter or digit (`***`), and text
 *   that is too long to be meant, finds nothing.
 */

import { wordsIn } from '#lib/ledger/words.ts';
import { parseDecimal } from '#lib/money.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';

export type Term =
  | { kind: 'word'; word: string }
  | { kind: 'prefix'; prefix: string }
  | { kind: 'units'; units: number; digits: string }
  | { kind: 'amount'; absMinor: number; direction?: 'in' | 'out' }
  /** Amounts without sign, both ends included. */
  | { kind: 'range'; minMinor: number; maxMinor: number };

const MAX_TERMS = 12;

const GROUPED = String.raw`\d{1,3}(?:(?:,\d{3})+(?:\.\d{1,2})?|(?:\.\d{3})+(?:,\d{1,2})?)`;
const AMOUNT = new RegExp(String.raw`^([+−-]?)(\d{1,12}[.,]\d{1,2}|${GROUPED})$`);
const NUMBER = String.raw`(${GROUPED}|\d{1,12}(?:[.,]\d{1,2})?)`;
const COMPARED = new RegExp(`^(>=?|<=?|≥|≤)${NUMBER}$`);
const BETWEEN = new RegExp(`^${NUMBER}[-–]${NUMBER}$`);
const CURRENCY = /\p{Sc}/gu;
/** Spaces around what makes an amount of two parts: `> 100`, `50 - 80`. */
const LOOSE = /(?<=[<>≤≥]=?)\s+(?=\p{Sc}?\d)|(?<=\d)\s+(?=[-–]\s+\p{Sc}?\d)|(?<=\d\s+[-–])\s+(?=\p{Sc}?\d)/gu;
/** The beginning of an amount, on which nothing can be found yet. */
const BEGUN = /^[-−+<>≤≥]=?\p{Sc}?$|^\p{Sc}$/u;
/** What groups stands before three digits, what begins the cents before one or two: a comma or a point, as it is written. */
const GROUPING = /[.,](?=\d{3})/g;
const UNITS = /^\d{1,12}$/;
/** More than any amount that can be typed. */
const ANY_AMOUNT = 1e14;

export function readText(text: string): Term[] | 'nothing' {
  const trimmed = text.trim();
  if (trimmed === '' || BEGUN.test(trimmed)) return [];
  if (trimmed.length > MAX_QUERY) return 'nothing';
  const parts = trimmed.replace(LOOSE, '').split(/\s+/);
  const terms = parts.flatMap((part) => readMoney(part) ?? wordsIn(part).map(readWord));
  if (terms.length === 0 || terms.length > MAX_TERMS) return 'nothing';
  const last = terms.at(-1);
  const unfinished = last?.kind === 'word' && !/\s$/.test(text);
  return unfinished ? terms.slice(0, -1) : terms;
}

function readMoney(written: string): Term[] | null {
  const part = written.replace(CURRENCY, '');
  return readAmount(part) ?? readCompared(part) ?? readBetween(part);
}

function readAmount(part: string): Term[] | null {
  const [, sign, digits] = AMOUNT.exec(part) ?? [];
  const amount = minorOf(digits);
  if (amount === null) return null;
  const direction = sign === '-' || sign === '−' ? 'out' : sign === '+' ? 'in' : undefined;
  return [{ kind: 'amount', absMinor: amount, direction }];
}

function readCompared(part: string): Term[] | null {
  const [, how, digits] = COMPARED.exec(part) ?? [];
  const amount = minorOf(digits);
  if (amount === null) return null;
  const beyond = how === '>' || how === '<' ? 1 : 0;
  return how === '>' || how === '>=' || how === '≥'
    ? [{ kind: 'range', minMinor: amount + beyond, maxMinor: ANY_AMOUNT }]
    : [{ kind: 'range', minMinor: 0, maxMinor: amount - beyond }];
}

/** In descending order it is two numbers, as in `2024-11`. */
function readBetween(part: string): Term[] | null {
  const [, from, to] = BETWEEN.exec(part) ?? [];
  const [min, max] = [minorOf(from), minorOf(to)];
  if (min === null || max === null || min > max) return null;
  return [{ kind: 'range', minMinor: min, maxMinor: max }];
}

const minorOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : parseDecimal(digits.replace(GROUPING, ''));

function readWord(word: string): Term {
  if (UNITS.test(word)) return { kind: 'units', units: Number(word), digits: word };
  // By code points, as Redis counts the two that a prefix needs.
  return [...word].length > 1 ? { kind: 'prefix', prefix: word } : { kind: 'word', word };
}
