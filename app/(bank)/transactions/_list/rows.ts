/** The rows of the list: their days, their neighbours and their positions. Pure; rows are newest first. */

import type { EntryView } from '#lib/ledger/schema.ts';
import { newestFirst, type Place, placeOf } from '#lib/search/place.ts';
import { dayOf } from '#lib/time.ts';

export type Day = {
  day: string;
  rows: EntryView[];
  /** No row of it is missing. */
  whole: boolean;
  /** Null while older rows of the day are missing and no answer came. */
  netMinor: number | null;
};

/** Entries never change and the bank has one zone: a day is looked up in the calendar once. */
const cache = new WeakMap<EntryView, { timeZone: string; day: string }>();

export function dayOfEntry(entry: EntryView, timeZone: string): string {
  const cached = cache.get(entry);
  if (cached?.timeZone === timeZone) return cached.day;
  const day = dayOf(entry.at, timeZone);
  cache.set(entry, { timeZone, day });
  return day;
}

type Listed = {
  rows: readonly EntryView[];
  next: Place | null;
  dayNets: Record<string, number>;
  waiting: readonly EntryView[];
};

/**
 * The rows by bank day, with each day's net over everything that matches. Called at every change of a list that may
 * have ten thousand rows.
 */
export function byDay({ rows, next, dayNets, waiting }: Listed, timeZone: string): Day[] {
  const days: Day[] = [];
  for (const entry of rows) {
    const day = dayOfEntry(entry, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(entry);
    else days.push({ day, rows: [entry], whole: true, netMinor: null });
  }
  const last = days.at(-1);
  if (last) last.whole = next === null;
  const late = Map.groupBy(waiting, (entry) => dayOfEntry(entry, timeZone));
  for (const one of days) {
    const net = () => sumOf(one.rows) + sumOf(late.get(one.day) ?? []);
    one.netMinor = dayNets[one.day] ?? (one.whole ? net() : null);
  }
  return days;
}

export const sumOf = (rows: readonly { amountMinor: number }[]): number =>
  rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** The day whose net has to be requested, or null: only the last can lack rows. */
export const unknownDay = (days: readonly Day[]): string | null => {
  const last = days.at(-1);
  return last?.netMinor === null ? last.day : null;
};

export type Direction = 'newer' | 'older';

type Dated = Parameters<typeof newestFirst>[0];

/**
 * The nearest row in that direction; null at the end of the list, `unknown` when it is on the next page, which is not
 * here (`next` says that there is one), `far` when it is somewhere beyond. What is opened need not be in the list
 * itself: an address may name anything.
 */
export function neighbourOf<Row extends Dated>(
  rows: readonly Row[],
  next: Place | null,
  from: Dated,
  direction: Direction,
): Row | 'unknown' | 'far' | null {
  const oldest = rows.at(-1);
  if (next !== null && oldest && newestFirst(oldest, from) < 0) return 'far';
  if (direction === 'newer') return rows.findLast((row) => newestFirst(row, from) < 0) ?? null;
  return rows.find((row) => newestFirst(from, row) < 0) ?? (next === null ? null : 'unknown');
}

/** 1 for the newest row; null for what is not among them. */
export function positionOf(rows: readonly Dated[], place: Place | null): number | null {
  const at = place === null ? -1 : rows.findIndex((row) => placeOf(row) === place);
  return at < 0 ? null : at + 1;
}
