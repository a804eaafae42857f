import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { FIRST_ROWS } from '#app/(bank)/transactions/page-size.ts';
import { TABLE } from '#app/(bank)/transactions/use-media.ts';
import { drawnDays, layOut, type Range, rowsBetween, rowsIn, type Sizes } from './layout.ts';
import type { Day } from './rows.ts';

/** Rows drawn beyond the screen at each end, and how few may be left before the window moves on. */
const BEYOND = 10;
const NEAR = 4;
/** Those beyond the screen are drawn when nothing was typed for this long. */
const LATER_MS = 250;
/** Of an answer as many rows are drawn at first as may be seen: the head of the page and the days take room, too. */
const HIGHEST_ROW_PX = 72;

/** Of the list in rem: `h-10`, `h-16` or `h-11`, `mb-2`; a card has two hairlines. As entry-days.tsx draws them. */
const sizesAt = (rem: number, isTable = false): Sizes => ({
  heading: 2.5 * rem,
  row: (isTable ? 2.75 : 4) * rem,
  rest: 0.5 * rem + 2,
});
const USUAL_REM = 16;

/** Sizes follow the size of text that the reader has set. */
function useSizes(): Sizes {
  const [sizes, setSizes] = useState(() => sizesAt(USUAL_REM));
  useLayoutEffect(() => {
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = sizesAt(rem, window.matchMedia(TABLE).matches);
      setSizes((before) => (before.row === next.row ? before : next));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return sizes;
}

/**
 * The rows to be drawn: what the screen shows and some more, and the one at `always`, counted from 1. While the list is
 * hidden it keeps its window, so that it comes back as it was. A leap beyond what is drawn is drawn before the browser
 * paints. Another `answer` is drawn with as few rows as the screen takes, and those beyond follow a moment later.
 */
export function useListWindow(
  list: RefObject<HTMLElement | null>,
  days: readonly Day[],
  answer: unknown,
  always: number | null,
) {
  const sizes = useSizes();
  const layout = useMemo(() => {
    const counts = days.map(({ rows }) => rows.length);
    return layOut(counts, sizes);
  }, [days, sizes]);
  const [range, setRange] = useState<Range>({ first: 0, end: FIRST_ROWS });
  const [shown, setShown] = useState(answer);
  if (shown !== answer) {
    setShown(answer);
    setRange({ first: 0, end: Math.ceil(window.innerHeight / HIGHEST_ROW_PX) });
  }

  const look = useEffectEvent((beyond: number, leap: (draw: () => void) => void) => {
    const element = list.current;
    if (!element || element.getClientRects().length === 0) return;
    const above = -element.getBoundingClientRect().top;
    const seen = rowsBetween(layout, above, above + window.innerHeight);
    const count = rowsIn(layout);
    const isDrawn = (more: number) =>
      range.first <= Math.max(0, seen.first - more) && range.end >= Math.min(count, seen.end + more);
    const isLean = range.end - range.first <= Math.max(FIRST_ROWS, seen.end - seen.first + 2 * BEYOND);
    if (isDrawn(Math.min(NEAR, beyond)) && isLean) return;
    const next = { first: Math.max(0, seen.first - beyond), end: seen.end + beyond };
    if (isDrawn(0)) setRange(next);
    else leap(() => setRange(next));
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are another height.
  useLayoutEffect(() => {
    look(0, (draw) => draw());
    const timer = setTimeout(() => look(BEYOND, (draw) => draw()), LATER_MS);
    return () => clearTimeout(timer);
  }, [layout]);
  useEffect(() => {
    const follow = () => look(BEYOND, flushSync);
    window.addEventListener('scroll', follow, { passive: true });
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow);
      window.removeEventListener('resize', follow);
    };
  }, []);

  const drawn = drawnDays(layout, range, always === null ? null : always - 1);
  const last = drawn.at(-1);
  /** In pixels: the height of the days left out after the last. */
  const below = last ? (layout.tops.at(-1) ?? 0) - (layout.tops[last.day + 1] ?? 0) : 0;
  return { drawn, below, rowPx: sizes.row };
}
