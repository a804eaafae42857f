import Link from 'next/link';
import { bank } from '#app/_client/bank.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import { useAnswer } from '#app/(bank)/transactions/use-answer.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Row } from '#lib/ledger/schema.ts';

/** A transaction that is passed sooner asks nothing. */
const LOOK_MS = 250;

/** A link to everything with the same counterparty, with how much that is. */
export function RelatedEntries({
  entry: { counterparty },
  accountParam,
}: {
  entry: Row;
  accountParam: string | null;
}) {
  const format = useFormat();
  const words = useListWords().detail;
  const found = useAnswer(counterparty, LOOK_MS, (signal) =>
    bank.get('/api/transactions/totals', {
      query: { counterparty, account: accountParam ?? undefined },
      signal,
    }),
  );
  // An extra: the link says enough without it.
  const totals = found?.key === counterparty ? found.answer : null;
  return (
    <p className="mt-2 flex min-h-11 flex-wrap items-center justify-between gap-x-4">
      <Link
        href={listHref(accountParam, { counterparty })}
        prefetch={false}
        className="text-link inline-flex min-h-11 items-center"
      >
        {fill(words.related, { name: format.booked(counterparty) })}
      </Link>
      {totals && (
        <span className="figures text-small text-ink-soft">
          {plural(format.locale, words.relatedCount, totals.count, { net: format.signed(totals.netMinor) })}
        </span>
      )}
    </p>
  );
}
