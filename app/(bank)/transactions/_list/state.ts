/**
 * The list of transactions as it stands, and what changes it. Pure. Rows are newest first, each once, whatever
 * order pages and postings arrive in.
 */

import type { LiveChange } from '#app/_client/live/live-source.ts';
import { type RowKey, rowKey } from '#app/(bank)/_entries/row-address.ts';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { TransactionsData } from '#app/(bank)/transactions/data.ts';
import { countedAs, directionOf } from '#lib/ledger/direction.ts';
import { afterPending, afterPosted } from '#lib/ledger/pending.ts';
import type { EntryView, PendingView, Row } from '#lib/ledger/schema.ts';
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
  /** As they were when older rows began to be read; null while they are shown as they are. */
  pendingBefore: PendingView[] | null;
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
  fresh: RowKey[];
  /** The last events, matching or not, newest first: an answer on its way may have been made before them. */
  received: LiveChange[];
};

/** What the page is rendered from. */
export type Start = Pick<TransactionsData, 'filter' | 'page' | 'totals' | 'lastDay'>;

export const startOf = ({ filter, page, totals, lastDay }: Start): ListState => ({
  ...askedBy(filter, page),
  rows: page.items,
  pending: page.pending,
  pendingBefore: null,
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
  | { type: 'found'; filter: Filter; page: MeantPage; matches: (row: Row) => boolean }
  | { type: 'more'; filter: Filter; page: MeantPage }
  | { type: 'counted'; filter: Filter; totals: Totals | null }
  | { type: 'day'; filter: Filter; day: string; netMinor: number }
  /** `still`: rows must not move at the moment. */
  | { type: 'received'; change: LiveChange; matches: boolean; still: boolean; timeZone: string }
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
    case 'received':
      return received(state, event);
    case 'show':
      return {
        ...state,
        rows: merged(state.waiting, state.rows),
        fresh: [...state.waiting.map(placeOf), ...state.fresh],
        waiting: [],
        pendingBefore: null,
      };
  }
}

function found(
  state: ListState,
  { filter, page, matches }: Extract<ListEvent, { type: 'found' }>,
): ListState {
  // Accounts are read side by side: a posting can be missing below the newest row of another account.
  const oldest = page.next === null ? undefined : page.items.at(-1);
  const missed = state.received
    .flatMap((change) => ('entry' in change ? [change.entry] : []))
    .filter(
      (entry) => matches(entry) && (!oldest || newestFirst(entry, oldest) < 0) && !isAmong(page.items, entry),
    );
  const pending = state.received.reduceRight(
    (rows, change) => pendingAfter(rows, change, 'pending' in change && matches(change.pending)),
    page.pending,
  );
  return {
    ...state,
    ...askedBy(filter, page),
    rows: [...missed, ...page.items].sort(newestFirst),
    // What was posted is in the answer, of which the event may still be on its way.
    pending: page.items.reduce(afterPosted, pending),
    pendingBefore: null,
    next: page.next,
    counting: true,
    dayNets: {},
    waiting: [],
    fresh: [],
  };
}

function received(
  before: ListState,
  { change, matches, still, timeZone }: Extract<ListEvent, { type: 'received' }>,
): ListState {
  // What waits is shown together, so that rows never stand in the wrong order.
  const waits = still || areWaiting(before);
  const pending = pendingAfter(before.pending, change, matches);
  const state = {
    ...before,
    pending,
    pendingBefore: waits ? (before.pendingBefore ?? before.pending) : null,
    received: [change, ...before.received].slice(0, MAX_RECEIVED),
  };
  if (!('entry' in change)) {
    const isNew = change.kind === 'authorized' && matches;
    return isNew ? { ...state, fresh: [rowKey(change.pending), ...state.fresh] } : state;
  }
  const { entry } = change;
  if (!matches || isAmong(state.waiting, entry) || isAmong(state.rows, entry)) return state;
  const day = dayOfEntry(entry, timeZone);
  const net = state.dayNets[day];
  return {
    ...state,
    totals: state.totals && !state.counting ? added(state.totals, entry) : state.totals,
    dayNets: net === undefined ? state.dayNets : { ...state.dayNets, [day]: net + entry.amountMinor },
    ...(waits
      ? { waiting: [entry, ...state.waiting] }
      : { rows: [entry, ...state.rows], fresh: [placeOf(entry), ...state.fresh] }),
  };
}

/** Whether the list is not shown as it is now. */
export const areWaiting = ({ waiting, pendingBefore }: ListState): boolean =>
  waiting.length > 0 || pendingBefore !== null;

/** A posted transaction goes whether its entry matches or not. */
function pendingAfter(rows: PendingView[], change: LiveChange, matches: boolean): PendingView[] {
  if ('entry' in change) return afterPosted(rows, change.entry);
  return matches ? afterPending(rows, change.kind, change.pending) : rows;
}

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
