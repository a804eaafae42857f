import { useEffect, useEffectEvent, useState } from 'react';
import { type Place, placeOf } from '#lib/search/place.ts';
import { rowOf } from './use-scroll-position.ts';
import type { List } from './use-transactions.ts';

/** The first row below what sticks at the top, how far it is from there, and how far the page is scrolled. */
type Position = { address: string; place: Place; top: number; y: number };

const KEY = 'transactions.scroll';
/** Pages that are loaded to find the position again; one that was further down begins at the top. */
const MAX_PAGES = 6;
const STUCK_PX = 120;

function currentPosition(): Position | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-seq]')];
  const row = rows.find((one) => one.getBoundingClientRect().top >= STUCK_PX);
  if (!row || window.scrollY < STUCK_PX) return null;
  const { top } = row.getBoundingClientRect();
  return {
    address: location.pathname + location.search,
    place: placeOf({ account: row.dataset.account ?? '', seq: Number(row.dataset.seq) }),
    top,
    y: window.scrollY,
  };
}

/** Only of this very page: loaded anew, or come back to. A link to the list leads to its top. */
function storedPosition(): Position | null {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'reload' && navigation?.type !== 'back_forward') return null;
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Position | null;
    return stored?.address === location.pathname + location.search ? stored : null;
  } catch {
    return null;
  }
}

/** After a reload, and after coming back from another page, the list is where it was, if that is not too far. */
export function useRestoredScroll({ state: { rows, next }, busy, more }: List): void {
  const [sought, setSought] = useState<{ position: Position; pages: number } | null>(null);

  useEffect(() => {
    const position = storedPosition();
    sessionStorage.removeItem(KEY);
    if (position) setSought({ position, pages: 0 });
    const store = () => {
      const now = currentPosition();
      if (now) sessionStorage.setItem(KEY, JSON.stringify(now));
      else sessionStorage.removeItem(KEY);
    };
    // A scroll by hand ends the search for the position.
    const leave = () => setSought(null);
    window.addEventListener('pagehide', store);
    for (const touch of ['wheel', 'touchstart', 'keydown'])
      window.addEventListener(touch, leave, { passive: true });
    return () => {
      window.removeEventListener('pagehide', store);
      for (const touch of ['wheel', 'touchstart', 'keydown']) window.removeEventListener(touch, leave);
    };
  }, []);

  const seek = useEffectEvent(() => {
    if (!sought || busy) return;
    const { position, pages } = sought;
    if (rows.some((row) => placeOf(row) === position.place)) {
      window.scrollTo(0, position.y);
      requestAnimationFrame(() => {
        // Rows that came meanwhile have moved it.
        const row = rowOf(position.place);
        if (row) window.scrollBy(0, row.getBoundingClientRect().top - position.top);
      });
      setSought(null);
    } else if (next === null || pages >= MAX_PAGES) setSought(null);
    else {
      setSought({ position, pages: pages + 1 });
      more();
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come is what there is to seek in.
  useEffect(() => seek(), [sought === null, rows, busy]);
}
