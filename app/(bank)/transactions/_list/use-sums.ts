import { type Dispatch, useEffect, useEffectEvent, useRef } from 'react';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import type { Filter } from '#lib/search/filter.ts';
import { fetchTotals } from './list-requests.ts';
import { type Day, unknownDay } from './rows.ts';
import type { ListEvent, ListState } from './state.ts';

/** While one types, rows alone are requested; sums follow when no letter came for this long. */
const SUMS_AFTER_MS = 90;
/** Sums that were answered this shortly before a posting may include it or not: they are requested again. */
const UNSURE_MS = 1500;

/** The totals of the list, and the net of a day of which rows are missing. They come after the rows and never delay them. */
export function useSums(
  account: string | null,
  state: ListState,
  days: readonly Day[],
  dispatch: Dispatch<ListEvent>,
) {
  const totals = useLatestRequest();
  const dayTotals = useLatestRequest();
  // Until an answer is here, every posting makes it unsure.
  const answeredAt = useRef({ totals: Number.NEGATIVE_INFINITY, day: Number.NEGATIVE_INFINITY });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);

  function sum(filter: Filter, asked: Filter, edits: readonly number[]) {
    answeredAt.current.totals = Number.POSITIVE_INFINITY;
    totals.run(
      (signal) => fetchTotals({ account, filter: asked, edits }, signal),
      (answer) => {
        answeredAt.current.totals = performance.now();
        dispatch({ type: 'counted', filter, totals: answer });
      },
      // Sums are an extra: the rows stand without them, and the next search asks again.
      () => dispatch({ type: 'counted', filter, totals: null }),
    );
  }

  function sumDay(day: string, { filter, asked, edits } = state) {
    answeredAt.current.day = Number.POSITIVE_INFINITY;
    dayTotals.run(
      (signal) => fetchTotals({ account, filter: { ...asked, from: day, to: day }, edits }, signal),
      ({ netMinor }) => {
        answeredAt.current.day = performance.now();
        dispatch({ type: 'day', filter, day, netMinor });
      },
      () => {},
    );
  }

  const missing = unknownDay(days);
  const askDay = useEffectEvent(sumDay);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter has another sum for the same day.
  useEffect(() => {
    if (missing === null) return;
    const timer = setTimeout(() => askDay(missing), SUMS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [missing, state.filter]);

  return {
    /** Drops the request that waits. */
    cancel: () => clearTimeout(waiting.current),
    /** Requests the totals of an answer that has just come. */
    later(filter: Filter, asked: Filter, edits: readonly number[]) {
      clearTimeout(waiting.current);
      waiting.current = setTimeout(() => sum(filter, asked, edits), SUMS_AFTER_MS);
    },
    /** A matching posting was received: sums that may or may not include it are requested again. */
    posted(latest: ListState) {
      const { totals, day: ofDay } = answeredAt.current;
      if (performance.now() - Math.max(totals, ofDay) > UNSURE_MS) return;
      sum(latest.filter, latest.asked, latest.edits);
      const day = missing ?? Object.keys(latest.dayNets)[0];
      if (day) sumDay(day, latest);
    },
  };
}
