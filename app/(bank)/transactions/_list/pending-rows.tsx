import { useFormat } from '#app/_words/context.tsx';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { PendingView } from '#lib/ledger/schema.ts';

/** What is authorized and not booked, above the first day: at most six rows of an account, so all of them are drawn. */
export function PendingRows({
  rows,
  now,
  accountNames,
}: {
  rows: readonly PendingView[];
  now: number;
  accountNames: ReadonlyMap<string, string>;
}) {
  const format = useFormat();
  const { transactions: words, frame } = useListWords();
  if (rows.length === 0) return null;
  const sum = rows.reduce((minor, { amountMinor }) => minor + amountMinor, 0);
  return (
    <section aria-labelledby="pending" data-testid="pending">
      <div className="flex h-10 items-center justify-between gap-3 px-4 text-small text-ink-soft lg:px-6">
        <h2 id="pending">
          <span className="font-strong text-ink">{frame.pending}</span> · {words.pendingMeans}
        </h2>
        <p className="figures xl:mr-[5.8125rem]">{format.signed(sum)}</p>
      </div>
      <ol className="card mb-2 flex flex-col overflow-clip !p-0">
        {rows.map((row) => (
          <li
            key={row.id}
            data-pending={row.id}
            className="relative h-16 shrink-0 border-line not-first:border-t xl:h-11"
          >
            <EntryRow
              entry={row}
              format={format}
              words={frame}
              when={format.dayOf(row.at) === format.dayOf(now) ? format.time(row.at) : format.short(row.at)}
              account={accountNames.get(row.account)}
              table
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
