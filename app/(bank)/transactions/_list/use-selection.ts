import { useCallback, useEffect, useRef, useState } from 'react';
import type { EntryView } from '#lib/ledger/schema.ts';
import { type Place, placeOf } from '#lib/search/place.ts';
import { useRowKey } from './keys.ts';

export type Selection = ReturnType<typeof useSelection>;

/** Chosen rows of the list, for acts on several. `answer` is what the rows are the answer to: another one has none chosen. */
export function useSelection(rows: readonly EntryView[], answer: unknown) {
  const [places, setPlaces] = useState<ReadonlySet<Place>>(new Set());
  const [of, setOf] = useState(answer);
  if (of !== answer) {
    setOf(answer);
    setPlaces(new Set());
  }
  const last = useRef<Place | null>(null);

  const listed = useRef(rows);
  useEffect(() => {
    listed.current = rows;
  });

  /** With `range` all rows from the one chosen last, as this one will be. Always the same function. */
  const toggle = useCallback((place: Place, range: boolean) => {
    const all = listed.current.map(placeOf);
    const [from, to] = [all.indexOf(last.current ?? ''), all.indexOf(place)];
    const meant = range && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [place];
    last.current = place;
    setPlaces((before) => {
      const next = new Set(before);
      for (const one of meant) {
        if (before.has(place)) next.delete(one);
        else next.add(one);
      }
      return next;
    });
  }, []);
  useRowKey('x', toggle);

  return {
    places,
    toggle,
    chosen: () => rows.filter((row) => places.has(placeOf(row))),
    clear: () => setPlaces(new Set()),
  };
}
