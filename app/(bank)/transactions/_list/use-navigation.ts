import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { rowKey } from '#app/(bank)/_entries/row-address.ts';
import type { Opened } from '#app/(bank)/transactions/_detail/use-opened.ts';
import { useSteps } from '#app/(bank)/transactions/_detail/use-steps.ts';
import {
  detailHref,
  goToDetail,
  goToList,
  listHref,
  openedKey,
  underFilter,
} from '#app/(bank)/transactions/_filters/address.ts';
import { useFilterAddress } from '#app/(bank)/transactions/_filters/use-filter-address.ts';
import { useRecentSearch } from '#app/(bank)/transactions/_search/use-recent-search.ts';
import type { EntryView, Row } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Start } from './state.ts';
import type { Announcements } from './use-announcements.ts';
import type { ScrollPosition } from './use-scroll-position.ts';
import { isAnswered, type List } from './use-transactions.ts';

/** The ways from one address of this page to another: another filter, a transaction, the next one, and back. */
export function useNavigation({
  accountParam,
  initial,
  list,
  detail: { place, row: opened, booked, remember },
  scroll,
  announcements,
}: {
  accountParam: string | null;
  initial: Start;
  list: List;
  detail: Opened;
  scroll: ScrollPosition;
  announcements: Announcements;
}) {
  const { state, wanted, search } = list;
  const address = useFilterAddress(initial.filter, search);
  const { commit } = useRecentSearch(state.filter.q ?? '', isAnswered(list) && state.rows.length > 0);

  function change(filter: Filter, typing = false) {
    search(filter);
    const path = place === null ? '/transactions' : window.location.pathname;
    address.write(filter, underFilter(path, accountParam, filter), typing);
    announcements.hush();
    // Another list is read from its top.
    window.scrollTo(0, 0);
  }

  const open = (row: Row) => {
    commit();
    address.settle();
    if (place === null) scroll.keep();
    remember(row);
    goToDetail(detailHref(row, accountParam, wanted), place !== null);
  };
  // Rows are drawn anew only when something of theirs changed: they are given the same function always.
  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  const openRow = useCallback((row: Row) => latestOpen.current(row), []);

  /** In place of what is opened; the focus stays where it is. */
  const replace = (row: EntryView) => {
    address.settle();
    scroll.follow(rowKey(row));
    remember(row);
    goToDetail(detailHref(row, accountParam, wanted), true);
  };
  const steps = useSteps({
    place,
    entry: opened?.status === 'booked' ? opened : null,
    list,
    here: () => openedKey(window.location.pathname),
    go(row) {
      replace(row);
      scroll.toTop();
      announcements.stepped(row);
    },
  });
  // What was pending and is booked now is read on under its entry's address.
  const follow = useEffectEvent(replace);
  useEffect(() => {
    if (booked) follow(booked);
  }, [booked]);

  return {
    change,
    commit,
    openRow,
    steps,
    settle: address.settle,
    close: () => goToList(listHref(accountParam, wanted)),
  };
}
