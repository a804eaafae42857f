'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import type { EntryView } from '#lib/ledger/schema.ts';

/** The first row below what sticks at the top, how far it is from there, and how far the page is scrolled. */
type Place = { address: string; seq: number; top: number; y: number };

const KEY = 'transactions.place';
/** Pages that are loaded to find the place again; one that was further down begins at the top. */
const MOST_PAGES = 6;
const STUCK_PX = 120;

function placeNow(): Place | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-seq]')];
  const row = rows.find((one) => one.getBoundingClientRect().top >= STUCK_PX);
  if (!row || window.scrollY < STUCK_PX) return null;
  const { top } = row.getBoundingClientRect();
  return {
    address: location.pathname + location.search,
    seq: Number(row.dataset.seq),
    top,
    y: window.scrollY,
  };
}

/** Only of this very page: loaded anew, or come back to. A link to the list leads to its top. */
function placeKept(): Place | null {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'reload' && navigation?.type !== 'back_forward') return null;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Place | null;
    return kept?.address === location.pathname + location.search ? kept : null;
  } catch {
    return null;
  }
}

/** After a reload, and after coming back from another page, the list is where it was, if that is not too far. */
export function useRestoredPlace({
  rows,
  next,
  busy,
  more,
}: {
  rows: readonly EntryView[];
  next: number | null;
  busy: boolean;
  more: () => void;
}): void {
  const [sought, setSought] = useState<{ place: Place; pages: number } | null>(null);

  useEffect(() => {
    const place = placeKept();
    sessionStorage.removeItem(KEY);
    if (place) setSought({ place, pages: 0 });
    const keep = () => {
      const now = placeNow();
      if (now) sessionStorage.setItem(KEY, JSON.stringify(now));
      else sessionStorage.removeItem(KEY);
    };
    // Whoever moves by themselves is not moved any more.
    const leave = () => setSought(null);
    window.addEventListener('pagehide', keep);
    for (const touch of ['wheel', 'touchstart', 'keydown'])
      window.addEventListener(touch, leave, { passive: true });
    return () => {
      window.removeEventListener('pagehide', keep);
      for (const touch of ['wheel', 'touchstart', 'keydown']) window.removeEventListener(touch, leave);
    };
  }, []);

  const seek = useEffectEvent(() => {
    if (!sought || busy) return;
    const { place, pages } = sought;
    if ((rows.at(-1)?.seq ?? 0) <= place.seq) {
      window.scrollTo(0, place.y);
      requestAnimationFrame(() => {
        // Rows that came meanwhile have moved it.
        const row = document.querySelector(`[data-seq="${place.seq}"]`);
        if (row) window.scrollBy(0, row.getBoundingClientRect().top - place.top);
      });
      setSought(null);
    } else if (next === null || pages >= MOST_PAGES) setSought(null);
    else {
      setSought({ place, pages: pages + 1 });
      more();
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come is what there is to seek in.
  useEffect(() => seek(), [sought === null, rows, busy]);
}
