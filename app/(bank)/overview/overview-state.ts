/**
 * What the overview shows, and how one posting changes it. Pure: the live event has everything, so nothing is loaded
 * again. A posting that is already in (same or smaller seq) changes nothing.
 */
import { type Expected, lastAtOrBefore, type Point } from '#app/_kit/charts/points.ts';
import type { Spend } from '#app/_kit/charts/ranking.ts';
import { afterPosting, type Due } from '#lib/finance/due.ts';
import { type BalanceRange, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import type { Flow, MonthSums } from '#lib/finance/totals.ts';
import { countedAs, directionOf, isFlow } from '#lib/ledger/direction.ts';
import { afterPending, afterPosted, type PendingKind } from '#lib/ledger/pending.ts';
import type { EntryView, PendingView, Row } from '#lib/ledger/schema.ts';
import { startOfDay } from '#lib/time.ts';

/** `all` or `yyyy-mm`. */
export type Period = string;

/** What all cards of one overview share. */
export type Scope = {
  account: { id: string; name: string; currency: string };
  /** The bank day, `yyyy-mm-dd`. */
  today: string;
  /** The month of that day, `yyyy-mm`. */
  month: string;
  /** The months that can be chosen, newest first. */
  periods: readonly string[];
  /** The address of the transactions that match, in a period or of all time. */
  hrefOf: (filter: Record<string, string>, period?: Period) => string;
};

/** `merchants` are those behind it, with what was spent on each, net of what came back. */
export type CategorySums = Flow & { category: string; merchants: Spend[] };
type ReadCategories = { period: Period; items: CategorySums[]; seq: number };

export type OverviewState = {
  /** What is booked, and what of it can be spent. */
  balanceMinor: number;
  availableMinor: number;
  /** Of the newest entry that is in. */
  seq: number;
  /** When the last event was. */
  at: number;
  /** Newest first. */
  pending: PendingView[];
  latest: EntryView[];
  /** What is still to be paid before the next income. */
  due: Due | null;
  range: BalanceRange;
  points: Point[];
  /** What came in and went out by bank month, oldest first; months without entries are left out. */
  months: MonthSums[];
  /** By period, as far as they were loaded. */
  categories: Record<Period, CategorySums[]>;
  /** The last postings received, newest first: an answer under way may not have them. */
  received: { entry: EntryView; month: string }[];
  /** Ids of what came live, to be marked. */
  fresh: string[];
};

export type OverviewEvent =
  | { type: 'posted'; entry: EntryView; balanceMinor: number; availableMinor: number; month: string }
  | { type: 'pending'; kind: PendingKind; pending: PendingView; availableMinor: number; at: number }
  | { type: 'range'; range: BalanceRange; points: Point[] }
  /** Of one or more periods, up to a seq each. */
  | { type: 'categories'; read: ReadCategories[] };

/**
 * For the way to the browser: x and balance of each point in turn, as differences from the point before, and months
 * without the names of their sums.
 */
export type PackedState = Omit<OverviewState, 'points' | 'months'> & {
  points: number[];
  months: [month: string, count: number, inMinor: number, outMinor: number][];
};

export const pack = ({ points, months, ...state }: OverviewState): PackedState => ({
  ...state,
  points: points.flatMap(({ x, yMinor }, at) => {
    const before = points[at - 1] ?? { x: 0, yMinor: 0 };
    return [x - before.x, yMinor - before.yMinor];
  }),
  months: months.map(({ month, count, inMinor, outMinor }) => [month, count, inMinor, outMinor]),
});

export function unpack({ points: packed, months, ...state }: PackedState): OverviewState {
  const points: Point[] = [];
  let [x, yMinor] = [0, 0];
  for (let at = 0; at < packed.length; at += 2) {
    x += packed[at] ?? 0;
    yMinor += packed[at + 1] ?? 0;
    points.push({ x, yMinor });
  }
  return {
    ...state,
    points,
    months: months.map(([month, count, inMinor, outMinor]) => ({ month, count, inMinor, outMinor })),
  };
}

export const LATEST_ROWS = 5;
/** Of them: what is pending leaves what was paid where it is. */
const PENDING_ROWS = 2;
const MAX_POINTS = 500;
const MAX_RECEIVED = 500;

export function reduceOverview(state: OverviewState, event: OverviewEvent): OverviewState {
  switch (event.type) {
    case 'range':
      return { ...state, range: event.range, points: caughtUp(event.points, state) };
    case 'categories': {
      const read = event.read.map((one) => [one.period, caughtUpSums(state, one)]);
      return { ...state, categories: { ...state.categories, ...Object.fromEntries(read) } };
    }
    case 'posted':
      return posted(state, event);
    case 'pending': {
      const { kind, pending, availableMinor } = event;
      const at = Math.max(state.at, event.at);
      return {
        ...state,
        at,
        availableMinor,
        pending: afterPending(state.pending, kind, pending),
        fresh: [pending.id, ...state.fresh].slice(0, LATEST_ROWS),
        points: appended(state.points, { x: at, yMinor: availableMinor }, state.range),
      };
    }
  }
}

function posted(
  state: OverviewState,
  { entry, balanceMinor, availableMinor, month }: Extract<OverviewEvent, { type: 'posted' }>,
) {
  if (entry.seq <= state.seq) return state;
  return {
    ...state,
    balanceMinor,
    availableMinor,
    seq: entry.seq,
    at: entry.at,
    pending: afterPosted(state.pending, entry),
    latest: [entry, ...state.latest].slice(0, LATEST_ROWS),
    due: afterPosting(state.due, entry),
    fresh: [entry.id, ...state.fresh].slice(0, LATEST_ROWS),
    points: appended(state.points, { x: entry.at, yMinor: availableMinor }, state.range),
    months: addedTo(state.months, { month, count: 0, inMinor: 0, outMinor: 0 }, (one) => one.month, entry),
    categories: Object.fromEntries(
      Object.entries(state.categories).map(([period, sums]) => [
        period,
        period === 'all' || period === month ? addedToCategory(sums, entry) : sums,
      ]),
    ),
    received: [{ entry, month }, ...state.received].slice(0, MAX_RECEIVED),
  };
}

/** What is pending before what was booked last, few of the first. */
export const shownOf = ({ pending, latest }: Pick<OverviewState, 'pending' | 'latest'>): Row[] =>
  [...pending.slice(0, PENDING_ROWS), ...latest].slice(0, LATEST_ROWS);

/** Sums that were read up to an entry, with what was received of their period after it. */
const caughtUpSums = ({ received }: OverviewState, { period, items, seq }: ReadCategories): CategorySums[] =>
  received
    .flatMap(({ entry, month }) => (entry.seq > seq && (period === 'all' || period === month) ? [entry] : []))
    .reduce(addedToCategory, items);

/** Money moved belongs to no category. */
function addedToCategory(sums: CategorySums[], entry: EntryView): CategorySums[] {
  if (!isFlow(directionOf(entry))) return sums;
  const { category, counterparty: name, amountMinor } = entry;
  const fresh = { category, count: 0, inMinor: 0, outMinor: 0, merchants: [] };
  return addedTo(sums, fresh, (one) => one.category, entry).map((one) => {
    if (one.category !== category) return one;
    const before = one.merchants.find((merchant) => merchant.name === name);
    const after = { name, amountMinor: (before?.amountMinor ?? 0) - amountMinor };
    return { ...one, merchants: [...one.merchants.filter((merchant) => merchant !== before), after] };
  });
}

/** One more entry in the sums of its name, which are `fresh` if there are none. */
function addedTo<Sums extends Flow>(
  sums: Sums[],
  fresh: Sums,
  nameOf: (one: Sums) => string,
  entry: EntryView,
): Sums[] {
  const direction = directionOf(entry);
  const counted = countedAs(direction, entry.amountMinor);
  const before = sums.find((one) => nameOf(one) === nameOf(fresh));
  const { count, inMinor, outMinor } = before ?? fresh;
  const after = {
    ...(before ?? fresh),
    count: count + 1,
    inMinor: inMinor + (direction === 'in' ? counted : 0),
    outMinor: outMinor + (direction === 'out' ? counted : 0),
  };
  return before ? sums.map((one) => (one === before ? after : one)) : [...sums, after];
}

/** What was spent by category, net of what came back, as it is ranked. */
export const spentOn = (categories: readonly CategorySums[]): Spend[] =>
  categories.map(({ category, inMinor, outMinor }) => ({ name: category, amountMinor: outMinor - inMinor }));

/** A series that was read a moment before the newest posting is brought up to it. */
function caughtUp(points: Point[], { at, availableMinor }: OverviewState): Point[] {
  const last = points.at(-1);
  return last && last.x < at ? [...points, { x: at, yMinor: availableMinor }] : points;
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
  // The first is the level the line enters with, and the last is the newest: between them every other one will do.
  return kept.length > MAX_POINTS ? kept.filter((_, at) => at % 2 === 0 || at === kept.length - 1) : kept;
}

/** From when to when a chart of that range goes. */
export function spanOf({ range, points }: Pick<OverviewState, 'range' | 'points'>, now: number) {
  const to = Math.max(now, points.at(-1)?.x ?? now);
  return { from: range === 'all' ? (points[0]?.x ?? to - 1) : to - RANGE_SPAN_MS[range], to };
}

/** Of the chart, at most, for what is expected. */
const AHEAD = 1 / 4;
const WITH_AHEAD: ReadonlySet<BalanceRange> = new Set(['1w', '1mo', '3mo']);

/** The balance after each payment that is due, from `now` on, in ranges of which days are a part that is seen. */
export function aheadOf(
  { due, range, availableMinor }: Pick<OverviewState, 'due' | 'range' | 'availableMinor'>,
  now: number,
  timeZone: string,
): { ahead: Expected[]; end: number } {
  if (!due || range === 'all' || !WITH_AHEAD.has(range)) return { ahead: [], end: now };
  const end = Math.min(startOfDay(due.payday, timeZone), now + RANGE_SPAN_MS[range] * AHEAD);
  const ahead: Expected[] = [];
  let yMinor = availableMinor;
  for (const { day, amountMinor, counterparty: after } of due.payments) {
    const x = Math.max(now, startOfDay(day, timeZone));
    if (x >= end) break;
    yMinor -= amountMinor;
    ahead.push({ x, yMinor, after });
  }
  return { ahead, end: ahead.length > 0 ? end : now };
}

/** What the balance gained since `from`: the point that the line enters with is its level there. */
export function changeSince(points: readonly Point[], from: number, nowMinor: number): number {
  const entered = points[lastAtOrBefore(points, from)];
  return nowMinor - (entered?.yMinor ?? nowMinor);
}
