import type { StoredAccount } from '#app/_client/worker/types.ts';
import { Amount } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { OfflineWords } from '#app/(public)/offline/words.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import type { Row } from '#lib/ledger/schema.ts';

/** The last transactions by day, to be read and not to be opened. */
export function StoredRows({
  account,
  asOf,
  words,
}: {
  account: StoredAccount;
  asOf: number;
  words: OfflineWords;
}) {
  const format = useFormat();
  const days = new Map<string, Row[]>();
  if (account.pending.length > 0) days.set(words.row.pending, account.pending);
  for (const row of account.rows) {
    const day = format.day(row.at, asOf);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return (
    <section className="card px-0! pb-1!" aria-labelledby="kept-rows">
      <h2 id="kept-rows" className="px-4 pb-2 font-strong lg:px-6">
        {plural(format.locale, words.transactions, account.rows.length)}
      </h2>
      {days.size === 0 && <p className="px-4 text-ink-soft lg:px-6">{words.noTransactions}</p>}
      {[...days].map(([day, rows]) => (
        <section key={day} aria-label={day}>
          <h3 className="border-y border-line bg-sunken px-4 py-1.5 text-small text-ink-soft lg:px-6">
            {day}
          </h3>
          <ul>
            {rows.map((row) => (
              <StoredRow key={row.id} row={row} words={words.row} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function StoredRow({ row, words }: { row: Row; words: OfflineWords['row'] }) {
  const format = useFormat();
  const { counterparty, at, amountMinor } = row;
  const direction = directionOf(row);
  return (
    <li
      {...(row.status === 'booked' ? { 'data-kept-seq': row.seq } : {})}
      className="grid min-h-16 grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-3 px-4 py-2 lg:px-6"
    >
      <CategoryIcon category={row.category} />
      <span className="min-w-0">
        <span className="block truncate">{format.booked(counterparty)}</span>
        <span className="flex gap-1 text-small text-ink-soft">
          {direction === 'moved' && <span className="shrink-0 font-strong">{words.moved} ·</span>}
          <span className="truncate">{format.said(row)}</span>
          <span className="shrink-0">· {format.time(at)}</span>
        </span>
      </span>
      <span className="text-right">
        <Amount
          format={format}
          words={words}
          minor={amountMinor}
          direction={direction}
          className="block font-strong"
        />
        {row.status === 'booked' && (
          <span className="figures block text-small text-ink-soft">
            <span className="sr-only">{words.balance} </span>
            {format.money(row.balanceAfterMinor)}
          </span>
        )}
      </span>
    </li>
  );
}
