import { useCallback, useEffect, useRef } from 'react';
import type { Opened } from '#app/(bank)/transactions/_detail/use-opened.ts';
import { useSteps } from '#app/(bank)/transactions/_detail/use-steps.ts';
import {
  detailHref,
  goToDetail,
  goToList,
  listHref,
  openedPlace,
} from '#app/(bank)/transactions/_filters/address.ts';
import { useFilterAddress } from '#app/(bank)/transactions/_filters/use-filter-address.ts';
import { useRecentSearch } from '#app/(bank)/transactions/_search/use-recent-search.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { placeOf, readPlace } from '#lib/search/place.ts';
import type { Start } from './state.ts';
import type { Announcements } from './use-announcements.ts';
import type { ScrollPosition } from './use-scroll-position.ts';
import { isAnswered, type List } from './use-transactions.ts';

/** The ways from one address of this page to another: another filter, a transaction, the next one, and back. */
export function useNavigation({
  accountParam,
  initial,
  list,
  detail: { place, entry, remember },
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
    const opened = place === null ? null : readPlace(place);
    const href = opened ? detailHref(opened, accountParam, filter) : listHref(accountParam, filter);
    address.write(filter, href, typing);
    announcements.hush();
    // Another list is read from its top.
    window.scrollTo(0, 0);
  }

  const open = (row: EntryView) => {
    commit();
    address.settle();
    if (place === null) scroll.keep();
    goToDetail(detailHref(row, accountParam, wanted), place !== null);
  };
  // Rows are drawn anew only when something of theirs changed: they are given the same function always.
  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  const openRow = useCallback((row: EntryView) => latestOpen.current(row), []);

  const steps = useSteps({
    place,
    entry,
    list,
    here: () => openedPlace(window.location.pathname),
    go(row) {
      address.settle();
      scroll.step(placeOf(row));
      remember(row);
      goToDetail(detailHref(row, accountParam, wanted), true);
      announcements.stepped(row);
    },
  });

  return {
    change,
    commit,
    openRow,
    steps,
    settle: address.settle,
    close: () => goToList(listHref(accountParam, wanted)),
  };
}
