/**
 * Builds the search of one account. Two rules keep every text in its place: the first clause is the scope and
 * comes from an AccountRef alone, and words are folded to letters and digits before they get here, while values of
 * TAGs pass through `escapeTag`.
 */
import type { AccountRef } from '#lib/ids.ts';
import { MINOR_PER_MAJOR, parseDecimal } from '#lib/money.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Term } from '#lib/search/query-text.ts';
import { DAY, dayOf, startOfDay } from '#lib/time.ts';

/** `query` for the index; `conditions` are expressions for FILTER, over values in the sorting vector. */
export type Search = { query: string; conditions: string[] };

/** As postings demand it; any other text is nobody's name, and some of it could not be sent. */
const isName = (text: string): boolean => text === text.trim() && !/\p{C}/u.test(text);

const MOST_MONTHS = 36;

/**
 * A term of the text, with the account's words it is taken for; without them (null) the index finds them. `notes` are
 * the seqs of entries whose note has it.
 */
export type SearchTerm = { term: Term; words: readonly string[] | null; notes: readonly number[] };

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
    category: filter.category,
  };
  const clauses = [
    `@scope:{${escapeTag(scopeOf(ref))}}`,
    ...Object.entries(tags).flatMap(([name, value]) => (value ? [`@${name}:{${escapeTag(value)}}`] : [])),
    ...monthClause(filter),
    ...asked.filter((clause) => clause !== ''),
  ];
  const bounds = amountBounds(filter, terms);
  return {
    query: [...clauses, ...bounds.flatMap(unitsClause)].join(' '),
    conditions: [...days(filter, timeZone), ...bounds.flatMap(amounts)],
  };
}

/** Null when the term can match nothing, empty when it is a condition. */
function termClause({ term, words, notes }: SearchTerm): string | null {
  const noted = notes.map((seq) => `@seq:[${seq} ${seq}]`);
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
    case 'amount': {
      const amount = `@absMinor:{${term.absMinor}}`;
      return term.direction ? `(${amount} @direction:{${term.direction}})` : amount;
    }
  }
}

const wordsClause = (words: readonly string[]): string[] =>
  words.length > 0 ? [`@words:(${words.join('|')})`] : [];

const anyOf = (clauses: readonly string[]): string | null =>
  clauses.length > 1 ? `(${clauses.join('|')})` : (clauses[0] ?? null);

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

/** The moments of a filter's days: from the one, up to but without the other. */
export function spanOf({ from, to }: Filter, timeZone: string): { sinceMs?: number; beforeMs?: number } {
  return {
    ...(from ? { sinceMs: beginning(from, timeZone) } : {}),
    ...(to ? { beforeMs: beginning(dayAfter(to), timeZone) } : {}),
  };
}

function days(filter: Filter, timeZone: string): string[] {
  const { sinceMs, beforeMs } = spanOf(filter, timeZone);
  return [
    ...(sinceMs === undefined ? [] : [`@transactionDate>=${sinceMs}`]),
    ...(beforeMs === undefined ? [] : [`@transactionDate<${beforeMs}`]),
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

/** Amounts without sign, in minor units, both included; null is no bound. */
type Bounds = { least: number | null; most: number | null };

function amountBounds({ min, max }: Filter, terms: readonly SearchTerm[]): Bounds[] {
  const asked = terms.flatMap(({ term }) =>
    term.kind === 'range' ? [{ least: term.leastMinor, most: term.mostMinor }] : [],
  );
  return [{ least: min ? parseDecimal(min) : null, most: max ? parseDecimal(max) : null }, ...asked];
}

const amounts = ({ least, most }: Bounds): string[] => [
  ...(least === null ? [] : [`(@amount>=${least} || @amount<=${-least})`]),
  ...(most === null ? [] : [`(@amount<=${most} && @amount>=${-most})`]),
];

const MOST_UNITS = 100;

/** A narrow range is also named by its whole amounts: what is rare is then looked up instead of sifted out. */
function unitsClause({ least, most }: Bounds): string[] {
  if (least === null || most === null) return [];
  const [from, to] = [least, most].map((minor) => Math.floor(minor / MINOR_PER_MAJOR)) as [number, number];
  if (to < from || to - from > MOST_UNITS) return [];
  const units = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return [`@absUnit:{${units.join('|')}}`];
}
