'use client';
import { type ReactNode, useState } from 'react';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { classes } from '#app/_kit/class-names.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { DetailProps } from '#app/(bank)/transactions/_detail/detail.tsx';
import { DetailPane } from '#app/(bank)/transactions/_detail/detail-pane.tsx';
import { useOpened } from '#app/(bank)/transactions/_detail/use-opened.ts';
import { FilterChips } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { useNotes } from '#app/(bank)/transactions/_notes/use-notes.ts';
import { ListWordsContext, useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { ListWords } from '#app/(bank)/transactions/words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { MINUTE } from '#lib/time.ts';
import { Answer } from './answer.tsx';
import { ListTools, type OpenSheet } from './list-tools.tsx';
import { NewRows } from './new-rows.tsx';
import { SearchFailure } from './search-failure.tsx';
import type { Start } from './state.ts';
import { useAnnouncements, useResultAnnouncement } from './use-announcements.ts';
import { useNavigation } from './use-navigation.ts';
import { usePageTitle } from './use-page-title.ts';
import { useRestoredScroll } from './use-restored-scroll.ts';
import { useKeptScroll, useScrollPosition } from './use-scroll-position.ts';
import { useTransactions } from './use-transactions.ts';

type Props = {
  account: DetailProps['account'];
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
export function Transactions({ words, ...props }: Props & { words: ListWords }) {
  return (
    <ListWordsContext value={words}>
      <ListAndDetail {...props} />
    </ListWordsContext>
  );
}

function ListAndDetail({ account, accountParam, initial, opened, now: serverNow, start, children }: Props) {
  const { timeZone } = useFormat();
  const words = useListWords().transactions;
  const scroll = useScrollPosition(opened?.seq ?? null);
  const announcements = useAnnouncements();
  const { noteOf, noteSaved } = useNotes();
  const list = useTransactions({
    account: account.id,
    timeZone,
    initial,
    start,
    hold: () => !scroll.atTop(),
    onReceived: announcements.received,
  });
  const { state, wanted, busy, failed } = list;
  const detail = useOpened(account.id, state.rows, opened);
  const { seq } = detail;
  const now = useBankTime(serverNow, MINUTE, state.rows[0]?.seq);
  const { change, commit, openRow, close, steps } = useNavigation({
    account: account.id,
    accountParam,
    initial,
    list,
    detail,
    scroll,
    announcements,
  });
  useResultAnnouncement(list, initial.filter, announcements.results);
  usePageTitle(seq !== null);
  useRestoredScroll(list);
  useKeptScroll(scroll, seq, () => {
    if (state.waiting.length > 0) list.show();
  });
  const [sheet, setSheet] = useState<OpenSheet>(null);

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
        <ListTools
          list={list}
          accountParam={accountParam}
          now={now}
          sheet={sheet}
          change={change}
          commit={commit}
          account={account.id}
          onSheet={setSheet}
        />
        <FilterChips filter={wanted} account={accountParam} now={now} onChange={change} />
        {failed === 'search' && <SearchFailure retry={list.retry} />}
        <Answer
          list={list}
          accountParam={accountParam}
          now={now}
          noteOf={noteOf}
          current={seq}
          onOpen={openRow}
          onChange={change}
          onExport={() => setSheet('export')}
        />
        <NewRows
          count={state.waiting.length}
          onShow={() => {
            list.show();
            window.scrollTo(0, 0);
          }}
        />
      </section>
      <DetailPane
        account={account}
        accountParam={accountParam}
        noteOf={noteOf}
        noteSaved={noteSaved}
        steps={steps}
        opened={detail}
        filter={wanted}
        count={state.totals?.count ?? null}
        choosable={state.rows.length > 0}
        heading={scroll.heading}
        onClose={close}
      />
      <p role="status" className="sr-only">
        {announcements.text}
      </p>
    </div>
  );
}
