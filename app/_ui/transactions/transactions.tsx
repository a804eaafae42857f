'use client';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { classes } from '#app/_ui/class-names.ts';
import type { LiveStart } from '#app/_ui/live/use-live.ts';
import { fill, plural } from '#app/_ui/messages/catalogue.ts';
import { useFormat, useWords } from '#app/_ui/messages/context.tsx';
import { useBankTime } from '#app/_ui/use-bank-time.ts';
import { MINUTE, SECOND } from '#lib/time.ts';
import type { Filter } from '#lib/transactions/filter.ts';
import type { EntryView } from '#lib/transactions/schema.ts';
import { detailHref, filterFrom, filterParams, listHref, sameFilter } from './address.ts';
import { Detail } from './detail.tsx';
import { EntryDays } from './entry-days.tsx';
import { FilterChips } from './filter-chips.tsx';
import { goToDetail, goToList, rewrite } from './history.ts';
import { ListEnd } from './list-end.tsx';
import { SearchBox } from './search-box.tsx';
import { TotalsLine } from './totals-line.tsx';
import { useKeptPlace, useListPlace } from './use-list-place.ts';
import { useNotes } from './use-notes.ts';
import { useOpened } from './use-opened.ts';
import { useRemember } from './use-searches.ts';
import { useSteps } from './use-steps.ts';
import { type Heard, type Start, useTransactions } from './use-transactions.ts';

export type TransactionsProps = {
  account: { id: string; name: string; number: string; currency: string };
  /** Null for the customer's first account, which addresses need not name. */
  accountParam: string | null;
  initial: Start;
  /** The transaction of a detail page. */
  opened: EntryView | null;
  now: number;
  start: LiveStart;
  /** Stands above the list and goes away with it. */
  children: ReactNode;
};

/** A screen reader hears of new rows at most this often. */
const SAY_EVERY_MS = 30 * SECOND;

/** List and detail. Opening and closing changes the address alone: the list stays as it is, and Back finds it so. */
export function Transactions({
  account,
  accountParam,
  initial,
  opened,
  now: serverNow,
  start,
  children,
}: TransactionsProps) {
  const format = useFormat();
  const words = useWords('transactions');
  const place = useListPlace(opened?.seq ?? null);
  const said = useAnnouncements();
  const { noteOf, noteSaved } = useNotes();
  const { state, wanted, busy, failed, search, more, retry, show } = useTransactions({
    ...{ account: account.id, timeZone: format.timeZone, initial, start },
    hold: () => !place.atTop(),
    onHeard: said.heard,
  });
  const { seq, entry } = useOpened(account.id, state.rows, opened);
  const now = useBankTime(serverNow, MINUTE, state.rows[0]?.seq);
  const answered = wanted === state.filter && !state.counting;
  const tellResults = useEffectEvent(() => {
    if (state.filter !== initial.filter) said.results(state.totals?.count ?? state.rows.length);
  });
  useEffect(() => {
    if (answered) tellResults();
  }, [answered]);
  usePageTitle(seq !== null);
  useKeptPlace(place, seq, () => {
    if (state.waiting.length > 0) show();
  });

  const params = useSearchParams();
  /** The filter that the address holds because this page put it there. */
  const written = useRef(initial.filter);
  const address = (filter: Filter) =>
    seq === null ? listHref(accountParam, filter) : detailHref(account.id, seq, filter);

  const change = (filter: Filter) => {
    written.current = filter;
    search(filter);
    rewrite(address(filter));
    said.hush();
    // Another list is read from its top.
    window.scrollTo(0, 0);
  };
  // Back and Forward may lead to another search than the one that is shown. The router tells of addresses late: while
  // one types it echoes one that a letter has already changed, so the address that is looked at is the browser's.
  const query = params.toString();
  const followed = useRef(query);
  const follow = useEffectEvent((text: string) => {
    if (text === followed.current) return;
    followed.current = text;
    const filter = filterFrom(new URLSearchParams(window.location.search));
    if (sameFilter(filter, written.current)) return;
    written.current = filter;
    search(filter, 0);
  });
  useEffect(() => follow(query), [query]);

  const { commit } = useRemember(state.filter.q ?? '', answered && state.rows.length > 0);
  const open = (row: EntryView) => {
    commit();
    if (seq === null) place.keep();
    goToDetail(detailHref(row.account, row.seq, wanted), seq !== null);
  };

  const steps = useSteps({
    ...{ seq, rows: state.rows, next: state.next, more },
    ...{ busy: busy !== null, failed: failed === 'more' },
    go(row) {
      place.step(row.seq);
      goToDetail(detailHref(row.account, row.seq, wanted), true);
      said.stepped(row);
    },
  });

  const searching = filterParams(state.filter).length > 0;
  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start lg:gap-8 xl:grid-cols-[minmax(0,1fr)_28rem]">
      <section
        aria-label={words.list}
        aria-busy={busy !== null}
        className={classes(
          '[--list-top:0px] [@media(min-height:30rem)]:[--list-top:4rem]',
          seq !== null && 'max-lg:hidden',
        )}
      >
        {children}
        <div className="z-10 -mx-2 bg-paper px-2 py-2 sm:-mx-4 sm:px-4 lg:mx-0 lg:px-0 [@media(min-height:30rem)]:sticky [@media(min-height:30rem)]:top-0">
          <SearchBox filter={wanted} account={accountParam} onChange={change} onCommit={commit} />
        </div>
        <FilterChips filter={wanted} account={accountParam} onChange={change} />
        {failed === 'search' && (
          <div role="alert" className="flex items-center justify-between gap-4 px-4 py-2 lg:px-6">
            <p>
              <span className="text-danger">{words.failed}.</span> {words.failedHint}
            </p>
            <button type="button" className="button shrink-0" onClick={retry}>
              {words.retry}
            </button>
          </div>
        )}
        {state.rows.length > 0 ? (
          <>
            <TotalsLine totals={state.totals} counting={state.counting} searching={searching} />
            <EntryDays state={state} now={now} current={seq} noteOf={noteOf} onOpen={open} />
            <ListEnd
              state={state}
              busy={busy === 'more'}
              failed={failed === 'more'}
              more={more}
              retry={retry}
            />
          </>
        ) : (
          <Nothing query={searching ? (state.filter.q ?? '') : null} />
        )}
        {state.waiting.length > 0 && (
          <p className="pointer-events-none sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex justify-center lg:bottom-6">
            <button
              type="button"
              className="button pointer-events-auto !rounded-full"
              aria-label={plural(format.locale, words.newRowsLabel, state.waiting.length)}
              onClick={() => {
                show();
                window.scrollTo(0, 0);
              }}
            >
              ▲ {plural(format.locale, words.newRows, state.waiting.length)}
            </button>
          </p>
        )}
      </section>
      <div
        className={classes(
          'lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto',
          seq === null && 'max-lg:hidden',
        )}
      >
        {entry ? (
          <Detail
            {...{ entry, account, accountParam, noteSaved }}
            note={noteOf(entry)}
            filter={wanted}
            back={listHref(accountParam, wanted)}
            onClose={() => goToList(listHref(accountParam, wanted))}
            heading={place.heading}
            steps={steps}
            count={state.totals?.count ?? null}
          />
        ) : (
          <p className="card flex min-h-40 items-center justify-center text-center text-ink-soft">
            {seq === null ? words.noneChosen : words.loading}
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {said.text}
      </p>
    </div>
  );
}

/** Nothing here, or nothing found, and what can be done about it. */
function Nothing({ query }: { query: string | null }) {
  const words = useWords('transactions');
  return (
    <div className="px-4 py-16 text-center">
      <p className="text-large font-strong">
        {query === null ? words.empty : query === '' ? words.noMatchFilter : fill(words.noMatch, { query })}
      </p>
      <p className="mx-auto mt-2 max-w-sm text-ink-soft">
        {query === null ? words.emptyHint : query === '' ? words.noMatchFilterHint : words.noMatchHint}
      </p>
    </div>
  );
}

/** The title of the page that the address would load. */
function usePageTitle(opened: boolean) {
  const { bank } = useWords('frame');
  const detail = useWords('detail');
  const list = useWords('transactions');
  const title = opened ? detail.title : list.title;
  useEffect(() => {
    document.title = `${title} · ${bank}`;
  }, [title, bank]);
}

/** What a screen reader is told: how many were found, and new rows now and then rather than every time. */
function useAnnouncements() {
  const format = useFormat();
  const words = useWords('transactions');
  const detail = useWords('detail');
  const [text, setText] = useState('');
  const quiet = useRef({ until: 0, count: 0 });
  return {
    text,
    hush: () => setText(''),
    stepped: ({ counterparty, amountMinor, at }: EntryView) =>
      setText(
        fill(detail.stepped, {
          name: counterparty,
          amount: format.signed(amountMinor),
          date: format.full(at),
        }),
      ),
    results: (count: number) => setText(plural(format.locale, words.results, count)),
    heard({ entry, matches }: Heard) {
      if (!matches) return;
      quiet.current.count += 1;
      if (performance.now() < quiet.current.until) return;
      const values = { name: entry.counterparty, amount: format.signed(entry.amountMinor) };
      setText(plural(format.locale, words.arrived, quiet.current.count, values));
      quiet.current = { until: performance.now() + SAY_EVERY_MS, count: 0 };
    },
  };
}
