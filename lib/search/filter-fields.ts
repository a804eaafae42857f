/**
 * The fields of the filter, a line each: how the index finds it (query.ts) and how a live row is judged (matches.ts).
 * filter.ts has their schema; a field that is missing here does not compile. Browser-safe.
 */
import { directionOf } from '#lib/ledger/direction.ts';
import type { LedgerEntry, Row } from '#lib/ledger/schema.ts';
import { parseDecimal } from '#lib/money.ts';
import { hasTag } from '#lib/notes/has-tag.ts';
import type { Filter } from '#lib/search/filter.ts';
import { dayOf, daysAfter, startOfDay } from '#lib/time.ts';

/** All but the words of the search box, which are a language of their own (query-text.ts). */
export type FilterField = Exclude<keyof Filter, 'q' | 'texts'>;

/** A whole value that stands in a TAG of the index (ledger-index.ts), or any of those that a word of the filter means. */
type TagRule = {
  tag: keyof LedgerEntry;
  valueOf: (row: Row) => string;
  meant?: (value: string) => readonly string[];
};
type Matches = (row: Row, value: string, timeZone: string) => boolean;
/** An expression for FILTER over the sorting vector, and the same for one row. */
type ConditionRule = {
  condition: (value: string, timeZone: string) => string;
  matches: Matches;
};

/** What a note beside the entry has, which another index knows (notes.ts). */
type NoteRule = { noted: true; matches: Matches };
/** What all rows of the index have, or none has. */
type StatusRule = { isIndexed: (value: string) => boolean; matches: Matches };

/** In the order of addresses. */
export const FILTER_FIELDS: Readonly<Record<FilterField, TagRule | ConditionRule | NoteRule | StatusRule>> = {
  from: {
    condition: (day, timeZone) => `@transactionDate>=${beginning(day, timeZone)}`,
    matches: ({ at }, day, timeZone) => dayOf(at, timeZone) >= day,
  },
  to: {
    condition: (day, timeZone) => `@transactionDate<${beginning(daysAfter(day, 1), timeZone)}`,
    matches: ({ at }, day, timeZone) => dayOf(at, timeZone) <= day,
  },
  min: {
    condition: (amount) => atLeast(minorOf(amount)),
    matches: ({ amountMinor }, amount) => Math.abs(amountMinor) >= minorOf(amount),
  },
  max: {
    condition: (amount) => atMost(minorOf(amount)),
    matches: ({ amountMinor }, amount) => Math.abs(amountMinor) <= minorOf(amount),
  },
  status: {
    isIndexed: (status) => status === 'booked',
    matches: (row, status) => row.status === status,
  },
  direction: { tag: 'direction', valueOf: directionOf },
  type: { tag: 'transactionType', valueOf: ({ type }) => type, meant: typesMeant },
  counterparty: { tag: 'counterparty', valueOf: ({ counterparty }) => counterparty },
  category: { tag: 'category', valueOf: ({ category }) => category },
  tag: {
    noted: true,
    matches: (row, tag) => row.status === 'booked' && row.note !== undefined && hasTag(row.note.tags, tag),
  },
};

export const FIELD_NAMES = Object.keys(FILTER_FIELDS) as FilterField[];
export const FILTER_NAMES: readonly (keyof Filter)[] = ['q', ...FIELD_NAMES];

/** A payment is a transfer to a customer of this bank. */
function typesMeant(type: string): readonly string[] {
  return type === 'transfer' ? ['transfer', 'payment'] : [type];
}

/** As it is typed: by sign alone, whatever it counts as. */
export const signOf = (amountMinor: number): 'in' | 'out' => (amountMinor > 0 ? 'in' : 'out');
export const hasSign = (sign: 'in' | 'out'): string => `@amount${sign === 'in' ? '>' : '<'}0`;

/** Amounts without sign, in minor units, against the signed ones of the index. */
export const atLeast = (minor: number): string => `(@amount>=${minor} || @amount<=${-minor})`;
export const atMost = (minor: number): string => `(@amount<=${minor} && @amount>=${-minor})`;

/** Of a text that the schema took. */
export const minorOf = (amount: string): number => parseDecimal(amount) ?? 0;

/** The moments of a filter's days: from the one, up to but without the other. */
export const spanOf = ({ from, to }: Filter, timeZone: string): { sinceMs?: number; beforeMs?: number } => ({
  ...(from ? { sinceMs: beginning(from, timeZone) } : {}),
  ...(to ? { beforeMs: beginning(daysAfter(to, 1), timeZone) } : {}),
});

/** A zone that crossed the date line lacks a day; it begins where the next one does. */
function beginning(day: string, timeZone: string): number {
  try {
    return startOfDay(day, timeZone);
  } catch {
    return startOfDay(daysAfter(day, 1), timeZone);
  }
}
