'use client';
import { type ReactNode, useMemo, useState } from 'react';
import { useBankTime } from '#app/_client/use-bank-time.ts';
import { Title } from '#app/_frame/title.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { useFormat } from '#app/_words/context.tsx';
import { rowKey } from '#app/(bank)/_entries/row-address.ts';
import { DetailPane, type DetailProps } from '#app/(bank)/transactions/_detail/detail.tsx';
import { useOpened } from '#app/(bank)/transactions/_detail/use-opened.ts';
import { FilterButton } from '#app/(bank)/transactions/_filters/filter-button.tsx';
import { FilterChips } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { SearchBox } from '#app/(bank)/transactions/_search/search-box.tsx';
import { ListWordsContext, useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { ListWords } from '#app/(bank)/transactions/words.ts';
import type { Row } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { placeOf } from '#lib/search/place.ts';
import { MINUTE } from '#lib/time.ts';
import { AccountChips } from './account-chips.tsx';
import { Answer } from './answer.tsx';
import { usePageKey } from './keys.ts';
import { ExportSheet, Shortcuts } from './sheets.tsx';
import { areWaiting, type Start } from './state.ts';
import { useAnnouncements, useResultAnnouncement } from './use-announcements.ts';
import { useNavigation } from './use-navigation.ts';
import { useRestoredScroll } from './use-restored-scroll.ts';
import { useKeptScroll, useScrollPosition } from './use-scroll-position.ts';
import { useTransactions } from './use-transactions.ts';

type Props = {
  /** With the list, since the list has no end to stand at. */
  lens: ReactNode;
  accounts: DetailProps['accounts'];
  /** The account that the list is narrowed to; null for all. */
  accountParam: string | null;
  initial: Start;
  /** The transaction of a detail page. */
  opened: Row | null;
  now: number;
  start: LiveStart;
};

/** List and detail. Opening and closing changes the address alone: the list stays as it is, and Back finds it so. */
export function Transactions({ words, ...props }: Props & { words: ListWords }) {
  return (
    <ListWordsContext value={words}>
      <ListAndDetail {...props} />
    </ListWordsContext>
  );
}

function ListAndDetail({ lens, accounts, accountParam, initial, opened, now: serverNow, start }: Props) {
  const format = useFormat();
  const { timeZone } = format;
  const { transactions: words, detail: detailWords } = useListWords();
  const scroll = useScrollPosition(opened && rowKey(opened));
  const announcements = useAnnouncements();
  const list = useTransactions({
    account: accountParam,
    timeZone,
    initial,
    start,
    still: () => !scroll.atTop(),
    onMatch: announcements.received,
    onDeclined: announcements.declined,
  });
  const { state, wanted } = list;
  const detail = useOpened(state, opened);
  const { place } = detail;
  const now = useBankTime(serverNow, MINUTE, state.rows[0] && placeOf(state.rows[0]));
  const { change, commit, openRow, close, steps, settle } = useNavigation({
    accountParam,
    initial,
    list,
    detail,
    scroll,
    announcements,
  });
  useResultAnnouncement(list, initial.filter, announcements.results);
  useRestoredScroll(list);
  useKeptScroll(scroll, place, () => {
    if (areWaiting(state)) list.show();
  });
  const listed = accountParam === null ? accounts.map(({ id }) => id) : [accountParam];
  const accountNames = useMemo(
    () =>
      new Map(
        accountParam === null ? accounts.slice(1).map(({ id, name }) => [id, format.booked(name)]) : [],
      ),
    [accounts, accountParam, format],
  );
  usePageKey(place === null ? null : 'Escape', close);
  const [helping, setHelping] = useState(false);
  usePageKey('?', () => setHelping(true));
  const [exporting, setExporting] = useState(false);
  // Until the answer to another letter is here, those that still stand in the text.
  const phrases = state.phrases.filter(({ at, text }) => wanted.q?.startsWith(text, at));
  const filtering = { filter: wanted, phrases, accountParam, now, onChange: change };

  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_clamp(19rem,22vw,20rem)] lg:items-start lg:gap-6">
      <section
        aria-label={words.list}
        aria-busy={list.busy !== null}
        // What the rows are the answer to.
        data-answers={state.filter.q ?? ''}
        className={classes(
          '[--list-top:0px] [@media(min-height:30rem)]:[--list-top:4rem]',
          place !== null && 'max-lg:hidden',
        )}
      >
        {/* Of the page that the address would load. */}
        <Title of={place === null ? words.title : detailWords.title} />
        {accounts.length > 1 && (
          <AccountChips accounts={accounts} narrowed={accountParam} filter={wanted} onLeave={settle} />
        )}
        {/* Search and filter stay in sight above the list. */}
        <div className="z-10 -mx-2 bg-paper px-2 py-2 sm:-mx-4 sm:px-4 lg:mx-0 lg:px-0 [@media(min-height:30rem)]:sticky [@media(min-height:30rem)]:top-0 print:hidden">
          <div className="relative flex items-center gap-2">
            <div className="grow">
              <SearchBox
                {...filtering}
                onChange={(filter) => change(filter, filter.q !== wanted.q)}
                onCommit={commit}
              />
            </div>
            <FilterButton {...filtering} accounts={listed} />
            {exporting && (
              <ExportSheet
                accounts={accounts}
                accountParam={accountParam}
                state={state}
                onClose={() => setExporting(false)}
              />
            )}
          </div>
        </div>
        <FilterChips {...filtering} />
        {lens}
        <Answer
          {...filtering}
          list={list}
          current={place}
          accounts={accounts}
          accountNames={accountNames}
          onOpen={openRow}
          onExport={() => setExporting(true)}
        />
      </section>
      <DetailPane
        accounts={accounts}
        accountParam={accountParam}
        filtering={filtering}
        list={list}
        opened={detail}
        heading={scroll.heading}
        steps={steps}
        onClose={close}
      />
      {helping && <Shortcuts onClose={() => setHelping(false)} />}
      <p
        role="status"
        className={
          announcements.seen
            ? 'fixed inset-x-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 mx-auto w-fit rounded-full border border-edge bg-raised px-4 py-2 text-small lg:bottom-6 print:hidden'
            : 'sr-only'
        }
      >
        {announcements.text}
      </p>
    </div>
  );
}
