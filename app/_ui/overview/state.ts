/**
 * What the overview shows, and how one posting changes all of it. Pure: the live event alone says everything, so
 * nothing is asked again. A posting that is already in (same or smaller seq) changes nothing.
 */
import { type BalanceRange, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import type { EntryView } from '#lib/transactions/schema.ts';

export type Point = { x: number; yMinor: number };
/** Net spend by counterparty: positive is money spent; those who paid more than they got are below zero. */
export type Spend = { name: string; amountMinor: number };
/** `all` or `yyyy-mm`. */
export type Period = string;

export type OverviewState = {
  balanceMinor: number;
  /** Of the newest entry that is in. */
  seq: number;
  /** When the newest entry was booked. */
  at: number;
  latest: EntryView[];
  range: BalanceRange;
  points: Point[];
  period: Period;
  /** By period, as far as they were read; those of all time and of this month always are. */
  spenders: Record<Period, Spend[]>;
  /** Seqs that came live, to be marked. */
  fresh: number[];
};

export type OverviewEvent =
  | { type: 'posted'; entry: EntryView; balanceMinor: number; month: string }
  | { type: 'range'; range: BalanceRange; points: Point[] }
  | { type: 'period'; period: Period; spenders?: Spend[] };

export const LATEST_ROWS = 10;
const MAX_POINTS = 500;

export function reduceOverview(state: OverviewState, event: OverviewEvent): OverviewState {
  switch (event.type) {
    case 'range':
      return { ...state, range: event.range, points: caughtUp(event.points, state) };
    case 'period':
      return {
        ...state,
        period: event.period,
        spenders: event.spenders ? { ...state.spenders, [event.period]: event.spenders } : state.spenders,
      };
    case 'posted':
      return posted(state, event);
  }
}

function posted(
  state: OverviewState,
  { entry, balanceMinor, month }: Extract<OverviewEvent, { type: 'posted' }>,
) {
  if (entry.seq <= state.seq) return state;
  return {
    ...state,
    balanceMinor,
    seq: entry.seq,
    at: entry.at,
    latest: [entry, ...state.latest].slice(0, LATEST_ROWS),
    fresh: [entry.seq, ...state.fresh].slice(0, LATEST_ROWS),
    points: appended(state.points, { x: entry.at, yMinor: balanceMinor }, state.range),
    spenders: {
      ...state.spenders,
      all: spent(state.spenders.all ?? [], entry.counterparty, -entry.amountMinor),
      // A month that nothing is known of has just begun.
      [month]: spent(state.spenders[month] ?? [], entry.counterparty, -entry.amountMinor),
    },
  };
}

/** A series that was read a moment before the newest posting is brought up to it. */
function caughtUp(points: Point[], { at, balanceMinor }: OverviewState): Point[] {
  const last = points.at(-1);
  return last && last.x < at ? [...points, { x: at, yMinor: balanceMinor }] : points;
}

/**
 * Appends, and drops what has left the range, keeping one point before it as the level the line enters with. Two
 * points closer than the range can show become one, so that a page left open for days does not grow.
 */
export function appended(points: Point[], point: Point, range: BalanceRange): Point[] {
  const from = range === 'all' ? Number.NEGATIVE_INFINITY : point.x - RANGE_SPAN_MS[range];
  const firstInside = points.findIndex(({ x }) => x >= from);
  // The last point of a series that was read is the moment of reading; the clock may have it just after a booking.
  const kept = points.slice(Math.max(0, firstInside - 1)).filter(({ x }) => x <= point.x);
  const beforeLast = kept.at(-2);
  const span = point.x - Math.max(from, kept[0]?.x ?? point.x);
  if (beforeLast && point.x - beforeLast.x < span / MAX_POINTS) kept.pop();
  kept.push(point);
  return kept;
}

function spent(spenders: Spend[], name: string, amountMinor: number): Spend[] {
  const before = spenders.find((spender) => spender.name === name);
  const changed = { name, amountMinor: (before?.amountMinor ?? 0) + amountMinor };
  return [...spenders.filter((spender) => spender !== before), changed];
}

export type Ranking = { top: Spend[]; otherMinor: number; totalMinor: number };

/** The biggest `most` and the sum of the others; only counterparties on whom more was spent than came back. */
export function ranked(spenders: readonly Spend[], most: number): Ranking {
  const spending = spenders
    .filter(({ amountMinor }) => amountMinor > 0)
    .sort((one, other) => other.amountMinor - one.amountMinor || (one.name < other.name ? -1 : 1));
  const sum = (list: Spend[]) => list.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const top = spending.slice(0, most);
  const totalMinor = sum(spending);
  return { top, totalMinor, otherMinor: totalMinor - sum(top) };
}

export type Extent = { low: Point; high: Point };

/** Lowest and highest point; null without points. */
export function extent(points: readonly Point[]): Extent | null {
  const [first] = points;
  if (!first) return null;
  let low = first;
  let high = first;
  for (const point of points) {
    if (point.yMinor < low.yMinor) low = point;
    if (point.yMinor > high.yMinor) high = point;
  }
  return { low, high };
}
