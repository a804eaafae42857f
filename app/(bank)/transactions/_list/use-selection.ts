import { useCallback, useEffect, useRef, useState } from 'react';
import { TABLE, useMedia } from '#app/(bank)/transactions/use-media.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { type Place, placeOf } from '#lib/search/place.ts';
import { useRowKey } from './keys.ts';

/** As many as are chosen at once: each is a request when they get a tag. */
export const MAX_CHOSEN = 200;
const NONE: ReadonlySet<Place> = new Set();

export type Selection = ReturnType<typeof useSelection>;

/**
 * Chosen rows of the list, for acts on several. `answer` is what the rows are the answer to: another one has none
 * chosen. So has a screen that is no table, where no boxes show what is chosen.
 */
export function useSelection(rows: readonly EntryView[], answer: unknown) {
  const wide = useMedia(TABLE);
  const [places, setPlaces] = useState(NONE);
  const [of, setOf] = useState(answer);
  if (of !== answer) setOf(answer);
  if (places.size > 0 && (of !== answer || !wide)) setPlaces(NONE);
  const last = useRef<Place | null>(null);

  const listed = useRef(rows);
  useEffect(() => {
    listed.current = rows;
  });

  /** With `range` all rows from the one chosen last, as this one will be. Always the same function. */
  const toggle = useCallback((place: Place, range: boolean) => {
    const all = listed.current.map(placeOf);
    // What is opened need not be listed.
    if (!all.includes(place)) return;
    const from = range ? last.current : null;
    last.current = place;
    setPlaces((before) => toggled(before, all, from, place));
  }, []);
  useRowKey(wide ? 'x' : null, toggle);

  return {
    places,
    toggle,
    chosen: () => rows.filter((row) => places.has(placeOf(row))),
    clear: () => setPlaces(NONE),
  };
}

/**
 * The choice with `place` chosen, or not where it was, and with it all from `from`. Beyond the most that may be chosen
 * those next to `from` are.
 */
export function toggled(
  before: ReadonlySet<Place>,
  all: readonly Place[],
  from: Place | null,
  place: Place,
): ReadonlySet<Place> {
  const [first, last] = [all.indexOf(from ?? ''), all.indexOf(place)];
  const range = all.slice(Math.min(first, last), Math.max(first, last) + 1);
  const meant = first < 0 ? [place] : first <= last ? range : range.reverse();
  const next = new Set(before);
  for (const one of meant) {
    if (before.has(place)) next.delete(one);
    else if (next.size < MAX_CHOSEN) next.add(one);
  }
  return next;
}
