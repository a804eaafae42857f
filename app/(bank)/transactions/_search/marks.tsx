/** Marks what of a text the search found, in the letters as they are written. */
import type { ReactNode } from 'react';
import { wordsIn } from '#lib/ledger/words.ts';
import { MINOR_PER_MAJOR } from '#lib/money.ts';
import { isMeant } from '#lib/search/fuzzy-match.ts';
import { readText, type Term } from '#lib/search/query-text.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** A term with the edits that its words may be away from it. */
export type Sought = { term: Term; edits: number };

export const termsOf = (query: string, edits: readonly number[] = []): Sought[] => {
  const terms = readText(query);
  return terms === 'nothing' ? [] : terms.map((term, at) => ({ term, edits: edits[at] ?? 0 }));
};

/** How many letters of a word a term has found; 0 when it has not. */
function foundLetters(word: string, sought: readonly Sought[]): number {
  const folded = wordsIn(word).join('');
  for (const { term, edits } of sought) {
    const begun = beginningOf(term);
    if (term.kind === 'word' && folded === term.word) return word.length;
    if (begun === null || !isMeant(begun, folded, edits)) continue;
    // Folding may change the number of letters (ß), and a slip has no letters of its own: the whole word is marked.
    return folded.startsWith(begun) && folded.length === word.length ? begun.length : word.length;
  }
  return 0;
}

function beginningOf(term: Term): string | null {
  if (term.kind === 'prefix') return term.prefix;
  return term.kind === 'units' ? term.digits : null;
}

export const isFound = (text: string, terms: readonly Sought[]): boolean =>
  [...text.matchAll(WORD)].some(([word]) => foundLetters(word, terms) > 0);

export function marked(text: string, terms: readonly Sought[]): ReactNode {
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

export const isAmountFound = (amountMinor: number, terms: readonly Sought[]): boolean => {
  const absMinor = Math.abs(amountMinor);
  return terms.some(({ term }) => {
    if (term.kind === 'range') return absMinor >= term.minMinor && absMinor <= term.maxMinor;
    if (term.kind === 'amount') return term.absMinor === absMinor;
    return term.kind === 'units' && term.units === Math.floor(absMinor / MINOR_PER_MAJOR);
  });
};
