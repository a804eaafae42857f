import { type ReactNode, useEffect, useState } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { UpIcon } from '#app/_kit/icons.tsx';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { RowKey } from '#app/(bank)/_entries/row-address.ts';
import type { DetailProps } from '#app/(bank)/transactions/_detail/detail.tsx';
import type { FilterProps } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import { EmptyResults } from '#app/(bank)/transactions/_search/empty-results.tsx';
import { shownWords } from '#app/(bank)/transactions/_search/shown-words.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Row } from '#lib/ledger/schema.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { EntryDays } from './entry-days.tsx';
import { ListEnd } from './list-end.tsx';
import type { ListState } from './state.ts';
import { TableHead } from './table-head.tsx';
import { TotalsLine } from './totals-line.tsx';
import { useSelection } from './use-selection.ts';
import type { List } from './use-transactions.ts';

/** What is answered sooner changes nothing, so that nothing flickers at each letter. */
const SLOW_MS = 400;
/** Only rows that came after the answer stand before these. */
const CHECKED_ROWS = 50;

/** Totals and rows that the filter found, or the empty state; and whether a search failed. */
export function Answer({
  list,
  current,
  accounts,
  accountNames,
  onOpen,
  onExport,
  ...filtering
}: FilterProps & {
  list: List;
  /** The opened transaction. */
  current: RowKey | null;
  accounts: DetailProps['accounts'];
  accountNames: ReadonlyMap<string, string>;
  onOpen: (row: Row) => void;
  onExport: () => void;
}) {
  const { state } = list;
  const selection = useSelection(state.rows, state.filter);
  return (
    <>
      {list.failed === 'search' && <SearchFailure retry={list.retry} />}
      <DimmedWhileLoading
        busy={list.busy === 'search'}
        // The days stop below the bar of what is chosen.
        look={selection.places.size > 0 && '[--days-top:calc(var(--list-top)+2.75rem)]'}
      >
        {state.rows.length + (state.pendingBefore ?? state.pending).length > 0 ? (
          <>
            {selection.places.size > 0 ? (
              <ChosenBar selection={selection} list={list} accounts={accounts} />
            ) : (
              <TotalsLine state={state} onExport={onExport} />
            )}
            <SimilarResults state={state} />
            <TableHead />
            <EntryDays
              state={state}
              accountParam={filtering.accountParam}
              accountNames={accountNames}
              days={list.days}
              now={filtering.now}
              current={current}
              noteOf={list.noteOf}
              chosen={selection.places}
              onChoose={selection.toggle}
              onOpen={onOpen}
            />
            <ListEnd list={list} />
          </>
        ) : (
          <EmptyResults {...filtering} filter={state.filter} phrases={state.phrases} />
        )}
      </DimmedWhileLoading>
      <NewRows count={state.waiting.length} onShow={list.show} />
    </>
  );
}

/** The search was not answered: what is listed is from before. */
function SearchFailure({ retry }: { retry: () => void }) {
  const words = useListWords().transactions;
  return (
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
  );
}

/** An answer to an earlier question is dimmed when the next one takes long. */
function DimmedWhileLoading({
  busy,
  look,
  children,
}: {
  busy: boolean;
  look: string | false;
  children: ReactNode;
}) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [busy]);
  return (
    <div
      data-slow={slow || undefined}
      className={classes('transition-opacity duration-150', look, slow && 'opacity-50')}
    >
      {children}
    </div>
  );
}

/** Says that no row is what was typed, only similar to it. */
function SimilarResults({ state: { rows, pending, asked, edits } }: { state: ListState }) {
  const format = useFormat();
  const words = useListWords().transactions;
  if (!edits.some((count) => count > 0)) return null;
  const isAsTyped = (row: Row) => matchesFilter(row, asked, format.timeZone, [], shownWords(row, format));
  if ([...pending, ...rows.slice(0, CHECKED_ROWS)].some(isAsTyped)) return null;
  return (
    <p className="px-4 pb-2 text-small text-ink-soft lg:px-6">
      {fill(words.similar, { query: asked.q?.trim() ?? '' })}
    </p>
  );
}

/** How many new rows wait above while one reads further down; leads to them. */
function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  const format = useFormat();
  const words = useListWords().transactions;
  if (count === 0) return null;
  return (
    <p className="pointer-events-none sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex justify-center lg:bottom-6 print:hidden">
      <button
        type="button"
        className="button pointer-events-auto !rounded-full"
        aria-label={plural(format.locale, words.newRowsLabel, count)}
        onClick={() => {
          onShow();
          window.scrollTo(0, 0);
        }}
      >
        <UpIcon /> {plural(format.locale, words.newRows, count)}
      </button>
    </p>
  );
}
