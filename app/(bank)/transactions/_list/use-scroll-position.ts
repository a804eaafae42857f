'use client';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';

/** Within this many pixels one is at the top: new rows may come in without moving what is read. */
const TOP_PX = 8;
/** As the breakpoint at which list and detail stand side by side. */
const BESIDE = '(min-width: 64rem)';

/** `pressed`: a row that moved now would be lost by the finger or the pointer that is on it. */
type Place = { top: number; opened: number | null; away: boolean; pressed: boolean };
export type ListPlace = {
  heading: RefObject<HTMLHeadingElement | null>;
  /** Whether the list is shown from its top, and nothing is pressed at the moment. */
  atTop: () => boolean;
  /** To be called before a transaction is opened. */
  keep: () => void;
  /** To be called before another transaction takes the place of the opened one: the focus stays where it is. */
  step: (to: number) => void;
  /** For `useKeptPlace`. */
  place: Place;
};

/** Where one is in the list; `opened` is the transaction that the page began with. */
export function useListPlace(opened: number | null): ListPlace {
  const heading = useRef<HTMLHeadingElement>(null);
  const [place] = useState<Place>(() => ({ top: 0, opened, away: false, pressed: false }));
  return {
    heading,
    place,
    atTop: () => !place.away && !place.pressed && window.scrollY <= TOP_PX,
    keep() {
      place.top = window.scrollY;
    },
    step(to) {
      place.opened = to;
      if (place.away) window.scrollTo(0, 0);
    },
  };
}

/**
 * On a phone the list is put away while a transaction is open, and comes back at the same place. The focus goes to
 * what was opened, and back to its row.
 */
export function useKeptPlace({ heading, place, atTop }: ListPlace, opened: number | null, onTop: () => void) {
  const look = useEffectEvent(() => {
    if (atTop()) onTop();
  });
  useEffect(() => {
    const press = () => {
      place.pressed = true;
    };
    const release = () => {
      place.pressed = false;
      // After the click that this may become.
      setTimeout(look);
    };
    const gone = new AbortController();
    const listening = { passive: true, signal: gone.signal };
    window.addEventListener('scroll', look, listening);
    window.addEventListener('pointerdown', press, listening);
    window.addEventListener('pointerup', release, listening);
    window.addEventListener('pointercancel', release, listening);
    return () => gone.abort();
  }, [place]);

  useLayoutEffect(() => {
    const before = place.opened;
    const beside = window.matchMedia(BESIDE).matches;
    place.opened = opened;
    place.away = opened !== null && !beside;
    if (before === opened) {
      if (opened !== null && beside) rowOf(opened)?.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (opened === null) {
      if (!beside) window.scrollTo(0, place.top);
      const row = before === null ? null : rowOf(before);
      row?.querySelector('a')?.focus({ preventScroll: true });
      // One may have gone far from the row that was opened first. After the browser, which goes back to where Back
      // was left.
      const frame = requestAnimationFrame(() => row?.scrollIntoView({ block: 'nearest' }));
      return () => cancelAnimationFrame(frame);
    }
    if (!beside) window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [opened, heading, place]);
}

const rowOf = (seq: number) => document.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
