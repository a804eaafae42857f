/** Marks what of a text the search found, in the letters as they are written. */
import type { ReactNode } from 'react';
import { MINOR_PER_MAJOR } from '#lib/money.ts';
import { readText, type Term } from '#lib/transactions/query-text.ts';
import { wordsIn } from '#lib/transactions/words.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

export const termsOf = (query: string): Term[] => {
  const terms = readText(query);
  return terms === 'nothing' ? [] : terms;
};

/** How many letters of a word a term has found; 0 when it has not. */
function foundLetters(word: string, terms: readonly Term[]): number {
  const folded = wordsIn(word).join('');
  for (const term of terms) {
    const wanted =
      term.kind === 'word'
        ? term.word
        : term.kind === 'prefix'
          ? term.prefix
          : term.kind === 'units'
            ? term.digits
            : '';
    const hit = term.kind === 'word' ? folded === wanted : wanted !== '' && folded.startsWith(wanted);
    // Folding may change the number of letters (ß): then the whole word is marked.
    if (hit) return folded.length === word.length ? wanted.length : word.length;
  }
  return 0;
}

export const isFound = (text: string, terms: readonly Term[]): boolean =>
  [...text.matchAll(WORD)].some(([word]) => foundLetters(word, terms) > 0);

export function marked(text: string, terms: readonly Term[]): ReactNode {
  if (terms.length === 0) return text;
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const letters = foundLetters(word, terms);
    if (letters === 0) continue;
    parts.push(text.slice(done, index), <mark key={index}>{word.slice(0, letters)}</mark>);
    done = index + letters;
  }
  return parts.length > 0 ? [...parts, text.slice(done)] : text;
}

export const isAmountFound = (amountMinor: number, terms: readonly Term[]): boolean =>
  terms.some((term) => {
    if (term.kind === 'amount') return term.absMinor === Math.abs(amountMinor);
    return term.kind === 'units' && term.units === Math.floor(Math.abs(amountMinor) / MINOR_PER_MAJOR);
  });
