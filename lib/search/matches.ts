/**
 * The filter as a pure function, for pending transactions and for live rows in the page; a property test compares it with
 * the search in Redis. Browser-safe.
 */

import { isReferenceOf } from '#lib/ledger/reference.ts';
import type { Row } from '#lib/ledger/schema.ts';
import { searchableText } from '#lib/ledger/words.ts';
import { MINOR_PER_MAJOR } from '#lib/money.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FIELD_NAMES, FILTER_FIELDS, signOf } from '#lib/search/filter-fields.ts';
import { isMeant } from '#lib/search/fuzzy-match.ts';
import { readText, type Term } from '#lib/search/query-text.ts';

/**
 * Whether a row matches the filter, by the rule of `searchEntries`. `edits` are those of the search (`Page.edits`), one for
 * each term of `q`. `otherWords` also stand for the row: those of its note, and its texts as a page shows them. A reference
 * names an entry, never a pending transaction.
 */
export function matchesFilter(
  row: Row,
  filter: Filter,
  timeZone: string,
  edits: readonly number[] = [],
  otherWords: readonly string[] = [],
): boolean {
  const met = FIELD_NAMES.every((name) => {
    const [rule, value] = [FILTER_FIELDS[name], filter[name]];
    if (!value) return true;
    if (!('tag' in rule)) return rule.matches(row, value, timeZone);
    return (rule.meant?.(value) ?? [value]).includes(rule.valueOf(row));
  });
  if (met && row.status === 'booked' && isReferenceOf(filter.q ?? '', row)) return true;
  const wanted = met ? readText(filter.q ?? '') : 'nothing';
  if (wanted === 'nothing') return false;
  const words = [...searchableText(row).split(' '), ...otherWords];
  return wanted.every((term, at) => isAmount(term, row) || isInWords(term, words, edits[at] ?? 0));
}

function isAmount(term: Term, { amountMinor }: Row): boolean {
  const absMinor = Math.abs(amountMinor);
  switch (term.kind) {
    case 'units':
      return Math.floor(absMinor / MINOR_PER_MAJOR) === term.units;
    case 'amount':
      return absMinor === term.absMinor && (!term.direction || term.direction === signOf(amountMinor));
    case 'range':
      return absMinor >= term.minMinor && absMinor <= term.maxMinor;
    default:
      return false;
  }
}

/** Whether a term means one of these words, of an entry or of the note beside it. */
export function isInWords(term: Term, words: readonly string[], edits: number): boolean {
  switch (term.kind) {
    case 'word':
      return words.includes(term.word);
    case 'prefix':
      return words.some((word) => isMeant(term.prefix, word, edits));
    case 'units':
      return words.some((word) =>
        term.digits.length > 1 ? word.startsWith(term.digits) : word === term.digits,
      );
    default:
      return false;
  }
}
