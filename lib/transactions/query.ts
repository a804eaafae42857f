/**
 * Builds the search of one account. Two rules keep every text in its place: the first clause is the scope and
 * comes from an AccountRef alone, and words are folded to letters and digits before they get here, while values of
 * TAGs pass through `escapeTag`.
 */
import type { AccountRef } from '#lib/ids.ts';
import { parseDecimal } from '#lib/money.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import { DAY, dayOf, startOfDay } from '#lib/time.ts';
import type { Filter } from '#lib/transactions/filter.ts';
import type { Term } from '#lib/transactions/query-text.ts';

/** `query` for the index; `conditions` are expressions for FILTER, over values in the sorting vector. */
export type Search = { query: string; conditions: string[] };

/**
 * Inside `@tag:{…}` every ASCII punctuation may be syntax, the backtick and the star too, and so may spaces; `_` is
 * where it stands alone.
 */
export const escapeTag = (text: string): string =>
  text.replace(/[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/g, '\\$&');

/** As postings demand it; any other text is nobody's name, and some of it could not be sent. */
const isName = (text: string): boolean => text === text.trim() && !/\p{C}/u.test(text);

const MOST_MONTHS = 36;

/** A term of the text, with the account's words it is taken for; without them (null) the index finds them. */
export type SearchTerm = { term: Term; words: readonly string[] | null };

/** The search for a filter with its text read into `terms`, or null when it can match nothing. */
export function buildSearch(
  ref: AccountRef,
  filter: Omit<Filter, 'q'>,
  terms: readonly SearchTerm[],
  timeZone: string,
): Search | null {
  if (filter.counterparty && !isName(filter.counterparty)) return null;
  const asked = terms.map(termClause);
  if (asked.includes(null)) return null;
  const tags = {
    direction: filter.direction,
    transactionType: filter.type,
    counterparty: filter.counterparty,
  };
  const clauses = [
    `@scope:{${escapeTag(scopeOf(ref))}}`,
    ...Object.entries(tags).flatMap(([name, value]) => (value ? [`@${name}:{${escapeTag(value)}}`] : [])),
    ...monthClause(filter),
    ...asked.filter((clause) => clause !== ''),
  ];
  const { min, max } = filter;
  const conditions = [
    ...days(filter, timeZone),
    ...amounts(min ? parseDecimal(min) : null, max ? parseDecimal(max) : null),
    ...terms.flatMap(({ term }) => (term.kind === 'range' ? amounts(term.leastMinor, term.mostMinor) : [])),
  ];
  return { query: clauses.join(' '), conditions };
}

/** Null when the term can match nothing, empty when it is a condition. */
function termClause({ term, words }: SearchTerm): string | null {
  switch (term.kind) {
    case 'word':
      return `@words:(${term.word})`;
    case 'prefix':
      return wordsClause(words ?? [`${term.prefix}*`]);
    case 'units': {
      // A prefix needs two characters.
      const asIndexed = term.digits.length > 1 ? `${term.digits}*` : term.digits;
      const found = wordsClause(words ?? [asIndexed]);
      const units = `@absUnit:{${term.units}}`;
      return found ? `(${units}|${found})` : units;
    }
    case 'range':
      return '';
    case 'amount': {
      const amount = `@absMinor:{${term.absMinor}}`;
      return term.direction ? `(${amount} @direction:{${term.direction}})` : amount;
    }
  }
}

const wordsClause = (words: readonly string[]): string | null =>
  words.length > 0 ? `@words:(${words.join('|')})` : null;

/** Months narrow a search at once, where a time range is checked row by row; only a bounded span has a list. */
function monthClause({ from, to }: Filter): string[] {
  if (!from || !to || from > to) return [];
  const months: string[] = [];
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (;;) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > to.slice(0, 7)) break;
    if (months.push(escapeTag(name)) > MOST_MONTHS) return [];
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return [`@month:{${months.join('|')}}`];
}

function days({ from, to }: Filter, timeZone: string): string[] {
  return [
    ...(from ? [`@transactionDate>=${beginning(from, timeZone)}`] : []),
    ...(to ? [`@transactionDate<${beginning(dayAfter(to), timeZone)}`] : []),
  ];
}

const dayAfter = (day: string) => dayOf(Date.parse(`${day}T00:00:00Z`) + DAY, 'UTC');

/** A zone that crossed the date line has no such day; it begins where the next one does. */
function beginning(day: string, timeZone: string): number {
  try {
    return startOfDay(day, timeZone);
  } catch {
    return startOfDay(dayAfter(day), timeZone);
  }
}

/** `least` and `most` without sign, in minor units, both included. */
const amounts = (least: number | null, most: number | null): string[] => [
  ...(least === null ? [] : [`(@amount>=${least} || @amount<=${-least})`]),
  ...(most === null ? [] : [`(@amount<=${most} && @amount>=${-most})`]),
];
