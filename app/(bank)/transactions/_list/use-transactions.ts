'use client';
import { useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import { fetchJson } from '#app/_client/fetch-json.ts';
import { type LiveStart, useLive } from '#app/_client/live/use-live.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { byDay, unknownDay } from './days.ts';
import type { Direction } from './neighbours.ts';
import { type Page, reduceList, type Totals } from './state.ts';

/**
 * The first letter asks at once, and those that follow faster than this together: waiting for a pause would be most of
 * what one waits for.
 */
const BETWEEN_SEARCHES_MS = 60;
/** Sums are asked for when the next letter is not there yet: while one types, rows alone are. */
const SUMS_AFTER_MS = 90;
/** A search shows the first rows; the others follow as one scrolls. */
const FIRST_ROWS = 30;
const PAGE_ROWS = 50;
/** A posting may be in sums that were made just before it was heard; within this time they are asked for again. */
const UNSURE_MS = 1500;

export type Start = {
  filter: Filter;
  page: Page;
  totals: Totals;
  /** The net of the last row's day, older rows of which may be missing. */
  lastDay: { day: string; netMinor: number } | null;
};

/** The first page says which words are meant; what is asked after it asks for the same ones. */
const meant = (edits: readonly number[]): [string, string][] =>
  edits.length > 0 ? [['edits', edits.join(',')]] : [];

export type Heard = { entry: EntryView; matches: boolean };

/**
 * The list, its search and its live rows. Typing asks at once and aborts what was asked before; sums come after the
 * rows and never delay them. A posting that matches is added without asking anything. `hold` says whether rows must
 * not move at the moment: then it waits.
 */
export function useTransactions({
  account,
  timeZone,
  initial,
  start,
  hold,
  onHeard,
}: {
  account: string;
  timeZone: string;
  initial: Start;
  start: LiveStart;
  hold: () => boolean;
  onHeard: (heard: Heard) => void;
}) {
  const [state, dispatch] = useReducer(reduceList, initial, ({ filter, page, totals, lastDay }) => ({
    ...{ filter, totals, rows: page.items, next: page.next, edits: page.edits ?? [] },
    dayNets: lastDay ? { [lastDay.day]: lastDay.netMinor } : {},
    ...{ counting: false, waiting: [], fresh: [], heard: [] },
  }));
  /** What was asked for last; its answer may still be on its way. */
  const [wanted, setWanted] = useState(initial.filter);
  const [failed, setFailed] = useState<'search' | 'more' | null>(null);
  const [busy, setBusy] = useState<'search' | 'more' | null>(null);
  const pages = useLatestRequest();
  const sums = useLatestRequest();
  const daySums = useLatestRequest();
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const askedAt = useRef(Number.NEGATIVE_INFINITY);
  const summedAt = useRef(Number.NEGATIVE_INFINITY);
  const summing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(typing.current);
      clearTimeout(summing.current);
    },
    [],
  );

  const path = (what: string, filter: Filter, more: [string, string][] = []) =>
    `/api/accounts/${account}/${what}?${new URLSearchParams([...filterParams(filter), ...more])}`;

  function search(filter: Filter) {
    setWanted(filter);
    setFailed(null);
    clearTimeout(typing.current);
    clearTimeout(summing.current);
    const waitMs = askedAt.current + BETWEEN_SEARCHES_MS - performance.now();
    if (waitMs <= 0) return ask(filter);
    // What is asked now answers another filter than the one that is wanted.
    pages.abort();
    typing.current = setTimeout(() => ask(filter), waitMs);
  }

  function ask(filter: Filter) {
    askedAt.current = performance.now();
    setBusy('search');
    pages.run(
      (signal) => fetchJson<Page>(path('transactions', filter, [['limit', String(FIRST_ROWS)]]), signal),
      (page) => {
        setBusy(null);
        const { edits = [] } = page;
        const matches = (entry: EntryView) => matchesFilter(entry, filter, timeZone, edits);
        dispatch({ type: 'found', filter, page, matches });
        clearTimeout(summing.current);
        summing.current = setTimeout(() => sum(filter, edits), SUMS_AFTER_MS);
      },
      () => {
        setBusy(null);
        setFailed('search');
      },
    );
  }

  function sum(filter: Filter, edits: readonly number[]) {
    // Until the answer is here, every posting makes it unsure.
    summedAt.current = Number.POSITIVE_INFINITY;
    sums.run(
      (signal) => fetchJson<Totals>(path('totals', filter, meant(edits)), signal),
      (totals) => {
        summedAt.current = performance.now();
        dispatch({ type: 'counted', filter, totals });
      },
      // Sums are an extra: the rows stand without them, and the next search asks again.
      () => dispatch({ type: 'counted', filter, totals: null }),
    );
  }

  function sumDay(filter: Filter, day: string) {
    daySums.run(
      (signal) =>
        fetchJson<Totals>(path('totals', { ...filter, from: day, to: day }, meant(state.edits)), signal),
      ({ netMinor }) => dispatch({ type: 'day', filter, day, netMinor }),
      () => {},
    );
  }

  function more() {
    const { filter, next, edits } = state;
    // Not while the rows are about to be replaced, and after a failure only when the customer says so.
    if (next === null || busy || wanted !== filter) return;
    setBusy('more');
    setFailed(null);
    pages.run(
      (signal) =>
        fetchJson<Page>(
          path('transactions', filter, [
            ['before', String(next)],
            ['limit', String(PAGE_ROWS)],
            ...meant(edits),
          ]),
          signal,
        ),
      (page) => {
        setBusy(null);
        dispatch({ type: 'more', filter, page });
      },
      () => {
        setBusy(null);
        setFailed('more');
      },
    );
  }

  const { rows, next, dayNets, waiting } = state;
  const days = useMemo(
    () => byDay({ rows, next, dayNets, waiting }, timeZone),
    [rows, next, dayNets, waiting, timeZone],
  );
  const missing = unknownDay(days);
  const askDay = useEffectEvent((day: string) => sumDay(state.filter, day));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter has another sum for the same day.
  useEffect(() => {
    if (missing === null) return;
    const timer = setTimeout(() => askDay(missing), SUMS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [missing, state.filter]);

  useLive(start, ({ entry }) => {
    if (entry.account !== account) return;
    const matches = matchesFilter(entry, state.filter, timeZone, state.edits);
    dispatch({ type: 'posted', entry, matches, hold: hold(), timeZone });
    onHeard({ entry, matches });
    if (!matches || performance.now() - summedAt.current > UNSURE_MS) return;
    sum(state.filter, state.edits);
    const [day] = Object.keys(state.dayNets);
    if (day) sumDay(state.filter, day);
  });

  return {
    state,
    days,
    wanted,
    busy,
    failed,
    search,
    more,
    /** The match next to an entry, wherever that is; null at the ends. */
    nearest: async (seq: number, direction: Direction, signal: AbortSignal): Promise<EntryView | null> => {
      const place: [string, string] = [direction === 'older' ? 'before' : 'after', String(seq)];
      const asked = path('transactions', state.filter, [place, ['limit', '1'], ...meant(state.edits)]);
      return (await fetchJson<Page>(asked, signal)).items[0] ?? null;
    },
    retry: () => (failed === 'more' ? more() : ask(wanted)),
    show: () => dispatch({ type: 'show' }),
  };
}
