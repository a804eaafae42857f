import { useFormat } from '#app/_words/context.tsx';
import { rowKey } from '#app/(bank)/_entries/row-address.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { PendingView } from '#lib/ledger/schema.ts';
import { ListRow, type RowLook } from './list-row.tsx';
import { sumOf } from './rows.ts';

/** What is not booked yet, above the first day: at most six rows of an account, so all of them are drawn. */
export function PendingRows({
  rows,
  now,
  lookOf,
}: {
  rows: readonly PendingView[];
  now: number;
  lookOf: (row: PendingView) => RowLook;
}) {
  const format = useFormat();
  const { transactions: words, frame } = useListWords();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="pending" data-testid="pending">
      <div className="flex h-10 items-center justify-between gap-3 px-4 text-small text-ink-soft lg:px-6">
        <h2 id="pending" className="truncate">
          <span className="font-strong text-ink">{frame.pending}</span> · {words.pendingMeans.out}
        </h2>
        <p className="figures xl:mr-[5.8125rem]">{format.signed(sumOf(rows))}</p>
      </div>
      <ol className="card mb-2 flex flex-col overflow-clip !p-0">
        {rows.map((row) => (
          <li
            key={rowKey(row)}
            data-pending={rowKey(row)}
            className="relative h-16 shrink-0 border-line not-first:border-t xl:h-11"
          >
            <div className="h-full overflow-hidden">
              <ListRow
                entry={row}
                {...lookOf(row)}
                note={undefined}
                when={format.dayOf(row.at) === format.dayOf(now) ? format.time(row.at) : format.short(row.at)}
              />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
