import type { NoteOf } from '#app/(bank)/transactions/_notes/use-notes.ts';
import { EmptyResults } from '#app/(bank)/transactions/_search/empty-results.tsx';
import { SimilarResults } from '#app/(bank)/transactions/_search/similar-results.tsx';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';
import { DimmedWhileLoading } from './dimmed-while-loading.tsx';
import { EntryDays } from './entry-days.tsx';
import { ListEnd } from './list-end.tsx';
import { TotalsLine } from './totals-line.tsx';
import type { List } from './use-transactions.ts';

/** What the filter of the list found: totals and rows, or that there are none. */
export function Answer({
  list,
  accountParam,
  now,
  current,
  noteOf,
  onOpen,
  onChange,
  onExport,
}: {
  list: List;
  accountParam: string | null;
  now: number;
  /** Seq of the opened transaction. */
  current: number | null;
  noteOf: NoteOf;
  onOpen: (entry: EntryView) => void;
  onChange: (filter: Filter) => void;
  onExport: () => void;
}) {
  const { state, days, busy } = list;
  return (
    <DimmedWhileLoading busy={busy === 'search'}>
      {state.rows.length > 0 ? (
        <>
          <TotalsLine state={state} onExport={onExport} />
          <SimilarResults state={state} />
          <EntryDays state={state} days={days} now={now} current={current} noteOf={noteOf} onOpen={onOpen} />
          <ListEnd list={list} />
        </>
      ) : (
        <EmptyResults filter={state.filter} account={accountParam} now={now} onChange={onChange} />
      )}
    </DimmedWhileLoading>
  );
}
