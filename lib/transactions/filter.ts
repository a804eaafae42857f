/**
 * What a customer can ask of their entries, and the rule itself as a pure function. Browser-safe: live rows are
 * judged by `matchesFilter` in the page, and a property test holds it to agree with the search in Redis.
 */
import { z } from 'zod';
import { MINOR_PER_MAJOR, parseDecimal } from '#lib/money.ts';
import { dayOf } from '#lib/time.ts';
import { readText, type Term } from '#lib/transactions/query-text.ts';
import { type EntryView, TRANSACTION_TYPES } from '#lib/transactions/schema.ts';
import { searchableText } from '#lib/transactions/words.ts';

const bankDay = z
  .string()
  .regex(/^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/, 'is not a day like 2026-03-31')
  .refine((day) => {
    const at = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  }, 'is not a day of the calendar');

const absoluteAmount = z
  .string()
  .regex(/^\d{1,12}([.,]\d{1,2})?$/, 'is not an amount like 12.50')
  .refine((text) => parseDecimal(text) !== null);

/**
 * For query strings: unknown names are refused. `from` and `to` are bank days, both included; `min` and `max` are
 * amounts without sign in major units, both included; `counterparty` is a whole name. Text in `q` is never
 * refused: what cannot be found finds nothing.
 */
export const filterSchema = z.strictObject({
  q: z.string().optional(),
  from: bankDay.optional(),
  to: bankDay.optional(),
  min: absoluteAmount.optional(),
  max: absoluteAmount.optional(),
  direction: z.enum(['in', 'out']).optional(),
  type: z.enum(TRANSACTION_TYPES).optional(),
  counterparty: z.string().max(100).optional(),
});

/** All optional; `{}` is everything. */
export type Filter = z.output<typeof filterSchema>;

/** The query string of a filter, without what is empty, in a fixed order: equal filters give equal addresses. */
export function filterToParams(filter: Filter): URLSearchParams {
  const names = Object.keys(filterSchema.shape) as (keyof Filter)[];
  return new URLSearchParams(
    names.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : [])),
  );
}

/** Whether an entry belongs to what the filter asks for; the same rule as `searchEntries`. */
export function matchesFilter(entry: EntryView, filter: Filter, timeZone: string): boolean {
  const absMinor = Math.abs(entry.amountMinor);
  const day = dayOf(entry.at, timeZone);
  return (
    (!filter.from || day >= filter.from) &&
    (!filter.to || day <= filter.to) &&
    (!filter.min || absMinor >= (parseDecimal(filter.min) ?? 0)) &&
    (!filter.max || absMinor <= (parseDecimal(filter.max) ?? 0)) &&
    (!filter.direction || filter.direction === directionOf(entry)) &&
    (!filter.type || filter.type === entry.type) &&
    (!filter.counterparty || filter.counterparty === entry.counterparty) &&
    matchesText(entry, filter.q ?? '')
  );
}

const directionOf = (entry: EntryView) => (entry.amountMinor > 0 ? 'in' : 'out');

function matchesText(entry: EntryView, text: string): boolean {
  const wanted = readText(text);
  if (wanted === 'nothing') return false;
  const words = searchableText(entry).split(' ');
  return wanted.every((term) => matchesTerm(term, words, entry));
}

function matchesTerm(term: Term, words: string[], entry: EntryView): boolean {
  const absMinor = Math.abs(entry.amountMinor);
  switch (term.kind) {
    case 'word':
      return words.includes(term.word);
    case 'prefix':
      return words.some((word) => word.startsWith(term.prefix));
    case 'units':
      return (
        Math.floor(absMinor / MINOR_PER_MAJOR) === term.units ||
        words.some((word) => (term.digits.length > 1 ? word.startsWith(term.digits) : word === term.digits))
      );
    case 'amount':
      return absMinor === term.absMinor && (!term.direction || term.direction === directionOf(entry));
  }
}
