/**
 * Builds the search of one account. The first clause is the scope, from an AccountRef alone; words are already folded
 * to letters and digits, and values of TAGs pass through `escapeTag`: no text can leave its clause.
 */
import type { AccountRef } from '#lib/ids.ts';
import type { OwnCategories } from '#lib/ledger/categorised.ts';
import { MINOR_PER_MAJOR } from '#lib/money.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import type { Filter } from '#lib/search/filter.ts';
import { atLeast, atMost, FIELD_NAMES, FILTER_FIELDS, hasSign, minorOf } from '#lib/search/filter-fields.ts';
import type { Term } from '#lib/search/query-text.ts';
import type { BookedWords } from '#lib/search/shown-texts.ts';

/** `query` for the index; `conditions` are expressions for FILTER, over values in the sorting vector. */
export type Search = { query: string; conditions: string[] };

/** The rule of postings for TAG values: nothing else exists, and some could not be sent. */
const isName = (text: string): boolean => text === text.trim() && !/\p{C}/u.test(text);

const MAX_MONTHS = 36;

/**
 * A term, with the account's words that it means; with null the index finds them. `notes` are the seqs of entries
 * whose note matches, `shown` booked texts that a page shows so.
 */
export type SearchTerm = {
  term: Term;
  words: readonly string[] | null;
  notes: readonly number[];
  shown?: readonly BookedWords[];
};

/**
 * The search for a filter whose text was read into `terms`, and whose tag these entries have; null when nothing can
 * match.
 */
export function buildSearch(
  ref: AccountRef,
  filter: Omit<Filter, 'q' | 'texts'>,
  terms: readonly SearchTerm[],
  own: OwnCategories,
  timeZone: string,
  tagged: readonly number[] = [],
): Search | null {
  const tags: string[] = [];
  const conditions: string[] = [];
  for (const name of FIELD_NAMES) {
    const [rule, value] = [FILTER_FIELDS[name], filter[name]];
    if (!value) continue;
    if ('isIndexed' in rule) {
      if (!rule.isIndexed(value)) return null;
    } else if ('noted' in rule) {
      if (tagged.length === 0) return null;
      tags.push(`(${tagged.map(seqClause).join('|')})`);
    } else if (!('tag' in rule)) conditions.push(rule.condition(value, timeZone));
    else if (!isName(value)) return null;
    else if (name === 'category') tags.push(categoryClause(value, own));
    else tags.push(tagClause(rule.tag, rule.meant?.(value) ?? [value]));
  }
  const asked = terms.map(termClause);
  if (asked.includes(null)) return null;
  const ranges = terms.flatMap(({ term }) => (term.kind === 'range' ? [term] : []));
  const signs = terms.flatMap(({ term }) =>
    term.kind === 'amount' && term.direction ? [term.direction] : [],
  );
  return {
    query: [
      `@scope:{${escapeTag(scopeOf(ref))}}`,
      ...tags,
      ...monthClause(filter),
      ...asked.filter((clause) => clause !== ''),
      ...[...amountsOf(filter), ...ranges].flatMap(unitsClause),
    ].join(' '),
    conditions: [
      ...conditions,
      ...signs.map(hasSign),
      ...ranges.flatMap(({ minMinor, maxMinor }) => [atLeast(minMinor), atMost(maxMinor)]),
    ],
  };
}

const tagClause = (tag: string, values: readonly string[]): string =>
  `@${tag}:{${values.map(escapeTag).join('|')}}`;

/** What is booked in a category, without the merchants that its owner put elsewhere, and with those put here. */
function categoryClause(category: string, own: OwnCategories): string {
  const names = Object.keys(own);
  const here = names.filter((name) => own[name] === category);
  const elsewhere = names.filter((name) => own[name] !== category);
  const booked = tagClause('category', [category]);
  const left = elsewhere.length > 0 ? `(${booked} -${tagClause('counterparty', elsewhere)})` : booked;
  return here.length > 0 ? `(${left}|${tagClause('counterparty', here)})` : left;
}

/** Null when nothing can match, empty when the term is a condition. */
function termClause({ term, words, notes, shown = [] }: SearchTerm): string | null {
  const noted = [...shown.map(bookedClause), ...notes.map(seqClause)];
  switch (term.kind) {
    case 'word':
      return anyOf([`@words:(${term.word})`, ...noted]);
    case 'prefix':
      return anyOf([...wordsClause(words ?? [`${term.prefix}*`]), ...noted]);
    case 'units': {
      // A prefix needs two characters.
      const asIndexed = term.digits.length > 1 ? `${term.digits}*` : term.digits;
      return anyOf([`@absUnit:{${term.units}}`, ...wordsClause(words ?? [asIndexed]), ...noted]);
    }
    case 'range':
      return '';
    case 'amount':
      return `@absMinor:{${term.absMinor}}`;
  }
}

export const seqClause = (seq: number): string => `@seq:[${seq} ${seq}]`;

const wordsClause = (words: readonly string[]): string[] =>
  words.length > 0 ? [`@words:(${words.join('|')})`] : [];

const bookedClause = ({ all, none }: BookedWords): string =>
  `(@words:(${all.join(' ')})${none.length > 0 ? ` -@words:(${none.join('|')})` : ''})`;

const anyOf = (clauses: readonly string[]): string | null =>
  clauses.length > 1 ? `(${clauses.join('|')})` : (clauses[0] ?? null);

/** Months narrow a search at once, while a time range is checked row by row; only bounded spans have them. */
function monthClause({ from, to }: Filter): string[] {
  if (!from || !to || from > to) return [];
  const months: string[] = [];
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (;;) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > to.slice(0, 7)) break;
    if (months.push(escapeTag(name)) > MAX_MONTHS) return [];
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return [`@month:{${months.join('|')}}`];
}

/** Amounts without sign, both ends included. */
type Amounts = { minMinor: number; maxMinor: number };

const amountsOf = ({ min, max }: Filter): Amounts[] =>
  min && max ? [{ minMinor: minorOf(min), maxMinor: minorOf(max) }] : [];

const MAX_UNITS = 100;

/** A narrow range is also listed as whole amounts: rare ones are looked up, not sifted. */
function unitsClause({ minMinor, maxMinor }: Amounts): string[] {
  const from = Math.floor(minMinor / MINOR_PER_MAJOR);
  const to = Math.floor(maxMinor / MINOR_PER_MAJOR);
  if (to < from || to - from > MAX_UNITS) return [];
  const units = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return [`@absUnit:{${units.join('|')}}`];
}
