import { useMemo, useReducer } from 'react';
import { useLive } from '#app/_client/live/use-live.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { byDay } from './days.ts';
import { fetchNeighbour } from './list-requests.ts';
import type { Direction } from './neighbours.ts';
import { reduceList, type Start, startOf } from './state.ts';
import { usePages } from './use-pages.ts';
import { useSums } from './use-sums.ts';

export type Received = { entry: EntryView; matches: boolean };
export type List = ReturnType<typeof useTransactions>;

/** Whether rows and totals are those of the filter that was asked for last. */
export const isAnswered = ({ wanted, state }: List): boolean => wanted === state.filter && !state.counting;

/**
 * The list, its search and its live rows. A posting that matches is added without asking anything. `hold` says whether
 * rows must not move at the moment: then it waits.
 */
export function useTransactions({
  account,
  timeZone,
  initial,
  start,
  hold,
  onReceived,
}: {
  account: string;
  timeZone: string;
  initial: Start;
  start: LiveStart;
  hold: () => boolean;
  onReceived: (received: Received) => void;
}) {
  const [state, dispatch] = useReducer(reduceList, initial, startOf);
  const { rows, next, dayNets, waiting } = state;
  const days = useMemo(
    () => byDay({ rows, next, dayNets, waiting }, timeZone),
    [rows, next, dayNets, waiting, timeZone],
  );
  const matcherOf = (filter: Filter, edits: readonly number[]) => (entry: EntryView) =>
    matchesFilter(entry, filter, timeZone, edits);
  const sums = useSums(account, state, days, dispatch);
  const pages = usePages({
    account,
    state,
    matcherOf,
    dispatch,
    onSearch: sums.cancel,
    onFound: sums.later,
  });

  useLive(start, ({ entry }) => {
    if (entry.account !== account) return;
    const matches = matcherOf(state.filter, state.edits)(entry);
    dispatch({ type: 'posted', entry, matches, hold: hold(), timeZone });
    onReceived({ entry, matches });
    if (matches) sums.posted();
  });

  return {
    state,
    days,
    ...pages,
    nearest: (seq: number, direction: Direction, signal: AbortSignal) =>
      fetchNeighbour({ account, filter: state.filter, edits: state.edits }, seq, direction, signal),
    show: () => dispatch({ type: 'show' }),
  };
}
