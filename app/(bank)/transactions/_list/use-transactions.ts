import { useCallback, useMemo, useRef, useState } from 'react';
import { useLive } from '#app/_client/live/use-live.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { StoredNote } from '#app/(bank)/transactions/_notes/use-note.ts';
import { shownWords } from '#app/(bank)/transactions/_search/shown-words.ts';
import type { EntryNote, EntryView, PendingView, Row } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { type Place, placeOf } from '#lib/search/place.ts';
import { fetchNeighbour } from './list-requests.ts';
import { byDay, type Direction } from './rows.ts';
import { type ListEvent, reduceList, type Start, startOf } from './state.ts';
import { usePages } from './use-pages.ts';
import { useSums } from './use-sums.ts';

export type List = ReturnType<typeof useTransactions>;

/** Whether rows and totals are those of the filter that was requested last. */
export const isAnswered = ({ wanted, state }: List): boolean => wanted === state.filter && !state.counting;

/**
 * The list, its search and its live rows. A posting that matches is added without a request. `still` says whether rows
 * must not move at the moment: then it waits. `onMatch` is called for each that matches.
 */
export function useTransactions({
  account,
  timeZone,
  initial,
  start,
  still,
  onMatch,
  onDeclined,
}: {
  /** Null for all of the customer's. */
  account: string | null;
  timeZone: string;
  initial: Start;
  start: LiveStart;
  still: () => boolean;
  onMatch: (entry: EntryView) => void;
  onDeclined: (pending: PendingView) => void;
}) {
  const format = useFormat();
  const { state, latest, dispatch } = useList(initial);
  const { rows, next, dayNets, waiting } = state;
  const days = useMemo(
    () => byDay({ rows, next, dayNets, waiting }, timeZone),
    [rows, next, dayNets, waiting, timeZone],
  );
  const matcherOf = (filter: Filter, edits: readonly number[]) => (row: Row) =>
    (account === null || row.account === account) &&
    matchesFilter(row, filter, timeZone, edits, shownWords(row, format));
  const sums = useSums(account, state, days, dispatch);
  const pages = usePages({
    account,
    state,
    matcherOf,
    dispatch,
    onSearch: sums.cancel,
    onFound: sums.later,
  });

  useLive(start, (change) => {
    const { asked, edits } = latest.current;
    const matches = matcherOf(asked, edits)('entry' in change ? change.entry : change.pending);
    dispatch({ type: 'received', change, matches, still: still(), timeZone });
    if (!('entry' in change)) {
      if (change.kind === 'declined') onDeclined(change.pending);
    } else if (matches) {
      onMatch(change.entry);
      sums.posted(latest.current);
    }
  });

  return {
    state,
    days,
    ...pages,
    ...useNotes(),
    nearest: (place: Place, direction: Direction, signal: AbortSignal) =>
      fetchNeighbour({ account, filter: state.asked, edits: state.edits }, place, direction, signal),
    show: () => dispatch({ type: 'show' }),
  };
}

/** The list as it is drawn, and as it is: a posting may come after an answer and before its drawing. */
function useList(initial: Start) {
  const [state, setState] = useState(() => startOf(initial));
  const latest = useRef(state);
  const dispatch = useCallback((event: ListEvent) => {
    latest.current = reduceList(latest.current, event);
    setState(latest.current);
  }, []);
  return { state, latest, dispatch };
}

/** Rows come with the notes of the moment they were read; here are those written since. */
function useNotes() {
  const [written, setWritten] = useState<ReadonlyMap<Place, EntryNote | undefined>>(new Map());
  return {
    // The same function until a note is written: the list is not drawn anew for it.
    noteOf: useCallback(
      (entry: EntryView) => (written.has(placeOf(entry)) ? written.get(placeOf(entry)) : entry.note),
      [written],
    ),
    noteSaved(place: Place, { text, tags, changedAt }: StoredNote) {
      const note = changedAt === null ? undefined : { text, tags: [...tags], changedAt };
      setWritten((before) => new Map(before).set(place, note));
    },
  };
}
