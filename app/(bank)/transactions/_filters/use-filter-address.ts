import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { Filter } from '#lib/search/filter.ts';
import { filterFrom, rewrite, sameFilter } from './address.ts';

/**
 * The address is written when typing pauses: the router draws the page anew for each, and some browsers refuse an
 * address after the hundredth in half a minute.
 */
const PAUSE_MS = 400;

type Waiting = { filter: Filter; href: string; from: string; timer: ReturnType<typeof setTimeout> };
/** Typed in a page that another takes the place of in the same drawing, as after a reset of the stream. */
let left: Waiting | null = null;

/**
 * Keeps the filter in the address. `onFilter` is called with another one when Back or Forward lead to it. `write` is for
 * changes made here; `settle` writes at once what still waits, before the page moves on to another address.
 */
export function useFilterAddress(initial: Filter, onFilter: (filter: Filter) => void) {
  const query = useSearchParams().toString();
  /** The filter that the address has, or is about to have, because this page put it there. */
  const written = useRef(initial);
  const followed = useRef(query);
  const waiting = useRef<Waiting | null>(null);

  const settle = () => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    const { href } = waiting.current;
    waiting.current = null;
    rewrite(href);
  };

  function write(filter: Filter, href: string, typing: boolean) {
    written.current = filter;
    if (waiting.current) clearTimeout(waiting.current.timer);
    const from = window.location.href;
    waiting.current = { filter, href, from, timer: setTimeout(settle, PAUSE_MS) };
    if (!typing) settle();
  }

  // The page was rendered from an address in which this was not yet.
  const goOn = useEffectEvent(() => {
    if (left?.from === window.location.href) {
      write(left.filter, left.href, true);
      onFilter(left.filter);
    }
    left = null;
  });
  useLayoutEffect(() => {
    goOn();
    return () => {
      left = waiting.current;
    };
  }, []);

  // The router is late: while one types it reports an address that a letter has already changed. So the browser's own
  // address is read.
  const follow = useEffectEvent((text: string) => {
    if (text === followed.current) return;
    followed.current = text;
    const filter = filterFrom(new URLSearchParams(window.location.search));
    if (waiting.current || sameFilter(filter, written.current)) return;
    written.current = filter;
    onFilter(filter);
  });
  useEffect(() => follow(query), [query]);

  // Back and Forward leave the address that was about to be changed.
  useEffect(() => {
    const drop = () => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = null;
    };
    window.addEventListener('popstate', drop);
    return () => {
      window.removeEventListener('popstate', drop);
      drop();
      left = null;
    };
  }, []);

  return { settle, write };
}
