'use client';
import dynamic from 'next/dynamic';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { eventually } from '#app/_client/eventually.ts';
import type { LiveStart } from '#app/_client/live/use-live.ts';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useFormat, useWords } from '#app/_words/context.tsx';
import type { NumberedAccount } from '#app/(bank)/_details/own-number.tsx';
import { Detail } from '#app/(bank)/transactions/_detail/detail.tsx';
import { useOpened } from '#app/(bank)/transactions/_detail/use-opened.ts';
import { useSteps } from '#app/(bank)/transactions/_detail/use-steps.ts';
import {
  detailHref,
  filterParams,
  listHref,
  openedSeq,
  statementHref,
} from '#app/(bank)/transactions/_filters/address.ts';
import { FilterButton } from '#app/(bank)/transactions/_filters/filter-button.tsx';
import { FilterChips } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { useFilterAddress } from '#app/(bank)/transactions/_filters/use-filter-address.ts';
import { useNotes } from '#app/(bank)/transactions/_notes/use-notes.ts';
import { Nothing } from '#app/(bank)/transactions/_search/empty-results.tsx';
import { SearchBox } from '#app/(bank)/transactions/_search/search-box.tsx';
import { Nearly } from '#app/(bank)/transactions/_search/similar-results.tsx';
import { useRemember } from '#app/(bank)/transactions/_search/use-searches.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { MINUTE } from '#lib/time.ts';
import { EntryDays } from './entry-days.tsx';
import { goToDetail, goToList } from './history.ts';
import { ListEnd } from './list-end.tsx';
import { Late } from './loading-label.tsx';
import { NewRows } from './new-rows.tsx';
import { Opening } from './opening.tsx';
import { TotalsLine } from './totals-line.tsx';
import { useAnnouncements } from './use-announcements.ts';
import { useRestoredPlace } from './use-restored-scroll.ts';
import { useKeptPlace, useListPlace } from './use-scroll-position.ts';
import { type Start, useTransactions } from './use-transactions.ts';

// What opens on demand is loaded on demand.
const FilterSheet = dynamic(
  () =>
    eventually(() =>
      import('#app/(bank)/transactions/_filters/filter-sheet.tsx').then((file) => file.FilterSheet),
    ),
  { loading: Opening },
);
const ExportSheet = dynamic(
  () =>
    eventually(() =>
      import('#app/(bank)/transactions/_export/export-sheet.tsx').then((file) => file.ExportSheet),
    ),
  { loading: Opening },
);

export type TransactionsProps = {
  account: NumberedAccount & { name: string; currency: string };
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
  const { state, days, wanted, busy, failed, search, more, nearest, retry, show } = useTransactions({
    ...{ account: account.id, timeZone: format.timeZone, initial, start },
    hold: () => !place.atTop(),
    onHeard: said.heard,
  });
  const { seq, entry, know } = useOpened(account.id, state.rows, opened);
  const now = useBankTime(serverNow, MINUTE, state.rows[0]?.seq);
  const answered = wanted === state.filter && !state.counting;
  const tellResults = useEffectEvent(() => {
    if (state.filter !== initial.filter) said.results(state.totals?.count ?? state.rows.length);
  });
  useEffect(() => {
    if (answered) tellResults();
  }, [answered]);
  usePageTitle(seq !== null);
  useRestoredPlace({ rows: state.rows, next: state.next, busy: busy !== null, more });
  useKeptPlace(place, seq, () => {
    if (state.waiting.length > 0) show();
  });

  const [sheet, setSheet] = useState<'filter' | 'export' | null>(null);
  const address = useFilterAddress(initial.filter, search);

  const change = (filter: Filter, typing = false) => {
    search(filter);
    const href = seq === null ? listHref(accountParam, filter) : detailHref(account.id, seq, filter);
    address.write(filter, href, typing);
    said.hush();
    // Another list is read from its top.
    window.scrollTo(0, 0);
  };

  const { commit } = useRemember(state.filter.q ?? '', answered && state.rows.length > 0);
  const open = (row: EntryView) => {
    commit();
    address.settle();
    if (seq === null) place.keep();
    goToDetail(detailHref(row.account, row.seq, wanted), seq !== null);
  };
  // Rows are drawn anew only when something of theirs changed: they are given the same function always.
  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  const openRow = useCallback((row: EntryView) => latestOpen.current(row), []);

  const steps = useSteps({
    ...{ seq, rows: state.rows, next: state.next, more, nearest },
    ...{ busy: busy !== null, failed: failed === 'more' },
    here: () => openedSeq(window.location.pathname, account.id),
    go(row) {
      address.settle();
      place.step(row.seq);
      know(row);
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
        // What the rows are the answer to.
        data-answers={state.filter.q ?? ''}
        className={classes(
          '[--list-top:0px] [@media(min-height:30rem)]:[--list-top:4rem]',
          seq !== null && 'max-lg:hidden',
        )}
      >
        {children}
        <div className="z-10 -mx-2 bg-paper px-2 py-2 sm:-mx-4 sm:px-4 lg:mx-0 lg:px-0 [@media(min-height:30rem)]:sticky [@media(min-height:30rem)]:top-0 print:hidden">
          <div className="relative flex items-center gap-2">
            <div className="grow">
              <SearchBox
                filter={wanted}
                account={accountParam}
                now={now}
                onChange={(filter) => change(filter, filter.q !== wanted.q)}
                onCommit={commit}
              />
            </div>
            <FilterButton filter={wanted} {...{ accountParam, now }} onOpen={() => setSheet('filter')} />
            {sheet === 'filter' && (
              <FilterSheet
                account={account.id}
                filter={wanted}
                now={now}
                onClose={() => setSheet(null)}
                onApply={(filter) => {
                  setSheet(null);
                  change(filter);
                }}
              />
            )}
            {sheet === 'export' && (
              <ExportSheet
                account={account.id}
                filter={state.filter}
                edits={state.edits}
                count={state.counting ? null : (state.totals?.count ?? null)}
                statementHref={statementHref(accountParam, state.filter)}
                onClose={() => setSheet(null)}
              />
            )}
          </div>
        </div>
        <FilterChips filter={wanted} account={accountParam} now={now} onChange={change} />
        {failed === 'search' && (
          <div
            role="alert"
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2 lg:px-6"
          >
            <p className="min-w-0 grow basis-60">
              <span className="text-danger">{words.failed}.</span> {words.failedHint}
            </p>
            <button type="button" className="button shrink-0" onClick={retry}>
              {words.retry}
            </button>
          </div>
        )}
        <Late busy={busy === 'search'}>
          {state.rows.length > 0 ? (
            <>
              <TotalsLine
                totals={state.totals}
                counting={state.counting}
                searching={searching}
                onExport={() => setSheet('export')}
              />
              <Nearly state={state} />
              <EntryDays state={state} days={days} now={now} current={seq} noteOf={noteOf} onOpen={openRow} />
              <ListEnd
                state={state}
                busy={busy === 'more'}
                failed={failed === 'more'}
                more={more}
                retry={retry}
              />
            </>
          ) : (
            <Nothing filter={state.filter} account={accountParam} now={now} onChange={change} />
          )}
        </Late>
        <NewRows
          count={state.waiting.length}
          onShow={() => {
            show();
            window.scrollTo(0, 0);
          }}
        />
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
          (seq !== null || state.rows.length > 0) && (
            <p className="card flex min-h-40 items-center justify-center text-center [text-wrap:balance] text-ink-soft">
              {seq === null ? words.noneChosen : words.loading}
            </p>
          )
        )}
      </div>
      <p role="status" className="sr-only">
        {said.text}
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
