/**
 * The list of transactions as it stands, and what changes it. Pure. Rows are newest first, each once, whatever
 * order pages and postings arrive in.
 */

import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { TransactionsData } from '#app/(bank)/transactions/data.ts';
import { countedAs, directionOf } from '#lib/ledger/direction.ts';
import { afterPending, afterPosted, type PendingKind } from '#lib/ledger/pending.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { askedAgain, type Phrase } from '#lib/search/phrases.ts';
import { newestFirst, type Place, placeOf } from '#lib/search/place.ts';
import type { Totals } from '#lib/search/search.ts';
import type { MeantPage } from '#lib/search/search-meant.ts';
import { dayOfEntry } from './rows.ts';

export type ListState = {
  /** What the rows are the answer to. */
  filter: Filter;
  /** Words of its text that were read as fields. */
  phrases: readonly Phrase[];
  /** The filter with these fields: what pages, sums and live rows are asked by. */
  asked: Filter;
  /** The same for every page, sum and live row of the answer. */
  edits: readonly number[];
  rows: EntryView[];
  /** Matching transactions that are not booked yet, newest first. */
  pending: PendingView[];
  /** The `before` of the next page; null at the end. */
  next: Place | null;
  /** Of all matches; null when they could not be counted. */
  totals: Totals | null;
  /** The totals are those of the filter before, and the right ones are on their way. */
  counting: boolean;
  /** Nets of days of which not all rows may be here, by `yyyy-mm-dd`. */
  dayNets: Record<string, number>;
  /** Matching postings that came while older rows were being read, newest first. */
  waiting: EntryView[];
  /** What came live, to be marked. */
  fresh: Place[];
  /** The last postings received, matching or not: an answer on its way may have been made before them. */
  received: EntryView[];
};

/** What the page is rendered from. */
export type Start = Pick<TransactionsData, 'filter' | 'page' | 'totals' | 'lastDay'>;

export const startOf = ({ filter, page, totals, lastDay }: Start): ListState => ({
  ...askedBy(filter, page),
  rows: page.items,
  pending: page.pending,
  next: page.next,
  totals,
  counting: false,
  dayNets: lastDay ? { [lastDay.day]: lastDay.netMinor } : {},
  waiting: [],
  fresh: [],
  received: [],
});

const askedBy = (filter: Filter, page: MeantPage) => ({
  filter,
  phrases: page.phrases ?? [],
  asked: askedAgain(filter, page),
  edits: page.edits ?? [],
});

export type ListEvent =
  | { type: 'found'; filter: Filter; page: MeantPage; matches: (entry: EntryView) => boolean }
  | { type: 'more'; filter: Filter; page: MeantPage }
  | { type: 'counted'; filter: Filter; totals: Totals | null }
  | { type: 'day'; filter: Filter; day: string; netMinor: number }
  | { type: 'posted'; entry: EntryView; matches: boolean; hold: boolean; timeZone: string }
  | { type: 'pending'; kind: PendingKind; pending: PendingView; matches: boolean }
  | { type: 'show' };

const MAX_RECEIVED = 50;

/**
 * What sums by category are the answer to, and what they were last: those of the totals that they are made of.
 */
export const sumsKey = ({ asked, edits, totals }: ListState, account: string | null) => {
  const search = `${listHref(account, asked)} ${edits.join()} `;
  return { search, key: `${search}${totals?.inMinor} ${totals?.outMinor}` };
};

/** Drops answers to a filter that was left meanwhile, by the identity of the filter object. */
export function reduceList(state: ListState, event: ListEvent): ListState {
  switch (event.type) {
    case 'found':
      return found(state, event);
    case 'more':
      if (event.filter !== state.filter) return state;
      return { ...state, rows: merged(state.rows, event.page.items), next: event.page.next };
    case 'counted':
      return event.filter === state.filter ? { ...state, totals: event.totals, counting: false } : state;
    case 'day':
      if (event.filter !== state.filter) return state;
      return { ...state, dayNets: { ...state.dayNets, [event.day]: event.netMinor } };
    case 'posted':
      return posted(state, event);
    case 'pending': {
      const pending = event.matches ? afterPending(state.pending, event.kind, event.pending) : state.pending;
      return { ...state, pending, totals: state.totals && withPending(state.totals, pending) };
    }
    case 'show':
      return {
        ...state,
        rows: merged(state.waiting, state.rows),
        fresh: [...state.waiting.map(placeOf), ...state.fresh],
        waiting: [],
      };
  }
}

function found(
  state: ListState,
  { filter, page, matches }: Extract<ListEvent, { type: 'found' }>,
): ListState {
  // Accounts are read side by side: a posting can be missing below the newest row of another account.
  const oldest = page.next === null ? undefined : page.items.at(-1);
  const missed = state.received.filter(
    (entry) => matches(entry) && (!oldest || newestFirst(entry, oldest) < 0) && !isAmong(page.items, entry),
  );
  return {
    ...state,
    ...askedBy(filter, page),
    rows: [...missed, ...page.items].sort(newestFirst),
    pending: state.received.reduce(afterPosted, page.pending),
    next: page.next,
    counting: true,
    dayNets: {},
    waiting: [],
    fresh: [],
  };
}

function posted(
  before: ListState,
  { entry, matches, hold, timeZone }: Extract<ListEvent, { type: 'posted' }>,
): ListState {
  const pending = afterPosted(before.pending, entry);
  const state = { ...before, pending, totals: before.totals && withPending(before.totals, pending) };
  const received = [entry, ...state.received].slice(0, MAX_RECEIVED);
  const isListed = isAmong(state.waiting, entry) || isAmong(state.rows, entry);
  if (!matches || isListed) return { ...state, received };
  const day = dayOfEntry(entry, timeZone);
  const net = state.dayNets[day];
  return {
    ...state,
    received,
    totals: state.totals && !state.counting ? added(state.totals, entry) : state.totals,
    dayNets: net === undefined ? state.dayNets : { ...state.dayNets, [day]: net + entry.amountMinor },
    // What waits is shown together, so that rows never stand in the wrong order.
    ...(hold || state.waiting.length > 0
      ? { waiting: [entry, ...state.waiting] }
      : { rows: [entry, ...state.rows], fresh: [placeOf(entry), ...state.fresh] }),
  };
}

/** What is pending is in the list as a whole. */
const withPending = (totals: Totals, pending: readonly PendingView[]): Totals => ({
  ...totals,
  pendingCount: pending.length,
  pendingMinor: pending.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
});

function added(totals: Totals, entry: EntryView): Totals {
  const direction = directionOf(entry);
  const sum = `${direction}Minor` as const;
  return {
    ...totals,
    count: totals.count + 1,
    [sum]: totals[sum] + countedAs(direction, entry.amountMinor),
    netMinor: totals.netMinor + entry.amountMinor,
  };
}

/** Rows are newest first: the first one of its account that is listed says whether the entry is, or was. */
function isAmong(rows: readonly EntryView[], { account, seq }: EntryView): boolean {
  const newest = rows.find((row) => row.account === account);
  return newest !== undefined && newest.seq >= seq;
}

function merged(newer: readonly EntryView[], older: readonly EntryView[]): EntryView[] {
  const oldest = newer.at(-1);
  return [...newer, ...older.filter((row) => !oldest || newestFirst(oldest, row) < 0)];
}
