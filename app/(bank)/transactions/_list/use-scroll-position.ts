import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { RowKey } from '#app/(bank)/_entries/row-address.ts';
import { BESIDE } from '#app/(bank)/transactions/use-media.ts';
import { readPlace } from '#lib/search/place.ts';

/** Within this many pixels of the top new rows may come in: they move nothing that is read. */
const TOP_PX = 8;
/** There while rows are being chosen: some are, or the mouse or the focus is on a box. */
const CHOOSING = '[data-choosing], [data-choice]:is(:hover, :has(:focus-visible))';

/**
 * `hidden`: a phone shows a transaction in place of the list. `pressed`: a row that moved now would be lost by the
 * finger or the pointer that is on it.
 */
type Position = { top: number; opened: RowKey | null; hidden: boolean; pressed: boolean };
export type ScrollPosition = {
  heading: RefObject<HTMLHeadingElement | null>;
  /** Whether the list is shown from its top, and nothing is pressed or chosen at the moment. */
  atTop: () => boolean;
  /** To be called before a transaction is opened. */
  keep: () => void;
  /** To be called before another transaction replaces the opened one: the focus stays where it is. */
  follow: (to: RowKey) => void;
  /** Of what is opened in place of the list. */
  toTop: () => void;
  /** For `useKeptScroll`. */
  position: Position;
};

/** The scroll position of the list; `opened` is the transaction that the page began with. */
export function useScrollPosition(opened: RowKey | null): ScrollPosition {
  const heading = useRef<HTMLHeadingElement>(null);
  const [position] = useState<Position>(() => ({ top: 0, opened, hidden: false, pressed: false }));
  return {
    heading,
    position,
    atTop: () =>
      !position.hidden && !position.pressed && window.scrollY <= TOP_PX && !document.querySelector(CHOOSING),
    keep() {
      position.top = window.scrollY;
    },
    follow(to) {
      position.opened = to;
    },
    toTop() {
      if (position.hidden) window.scrollTo(0, 0);
    },
  };
}

/** Calls `onTop` when the list comes to be shown from its top with nothing pressed or chosen. */
function useTop({ position, atTop }: ScrollPosition, onTop: () => void): void {
  const look = useEffectEvent(() => {
    if (atTop()) onTop();
  });
  useEffect(() => {
    const press = () => {
      position.pressed = true;
    };
    // After the click that this may become, and after what a key does.
    const later = () => setTimeout(look);
    const lift = () => {
      position.pressed = false;
      later();
    };
    const left = ({ target }: Event) =>
      target instanceof Element && target.closest('[data-choice]') && later();
    const gone = new AbortController();
    const listening = { passive: true, signal: gone.signal };
    window.addEventListener('scroll', look, listening);
    window.addEventListener('pointerdown', press, listening);
    window.addEventListener('pointerup', lift, listening);
    window.addEventListener('pointercancel', lift, listening);
    window.addEventListener('pointerout', left, listening);
    window.addEventListener('keyup', later, listening);
    return () => gone.abort();
  }, [position]);
}

/**
 * On a phone the list is hidden while a transaction is open, and comes back at the same position. The focus goes to
 * what was opened, and back to its row. `onTop` as the list comes to be shown from its top.
 */
export function useKeptScroll(scroll: ScrollPosition, opened: RowKey | null, onTop: () => void): void {
  const { heading, position } = scroll;
  useTop(scroll, onTop);
  const shown = useEffectEvent(() => {
    if (scroll.atTop()) onTop();
  });
  useLayoutEffect(() => {
    const before = position.opened;
    const beside = window.matchMedia(BESIDE).matches;
    position.opened = opened;
    position.hidden = opened !== null && !beside;
    if (before === opened) {
      if (opened !== null && beside) rowOf(opened)?.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (opened === null) {
      if (!beside) window.scrollTo(0, position.top);
      const row = before === null ? null : rowOf(before);
      row?.querySelector('a')?.focus({ preventScroll: true });
      // One may have gone far from the row that was opened first. After the browser, which goes back to where Back
      // was left.
      const frame = requestAnimationFrame(() => {
        row?.scrollIntoView({ block: 'nearest' });
        shown();
      });
      return () => cancelAnimationFrame(frame);
    }
    if (!beside) window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [opened, heading, position]);
}

/** The drawn row. */
export function rowOf(key: RowKey): HTMLElement | null {
  const { account, seq } = readPlace(key) ?? {};
  return document.querySelector<HTMLElement>(
    seq ? `[data-account="${account}"][data-seq="${seq}"]` : `[data-pending="${key}"]`,
  );
}
