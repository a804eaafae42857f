import Link from 'next/link';
import { useEffect, useState } from 'react';
import { type AnswerOf, bank } from '#app/_client/bank.ts';
import { useLatestRequest } from '#app/_client/use-latest-request.ts';
import { fill, plural } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** So long one looks at a transaction before more is asked about it: who steps through them asks nothing. */
const LOOK_MS = 250;

/** To everything with the same counterparty, with how much that is. */
export function RelatedEntries({
  entry: { account, counterparty },
  accountParam,
}: {
  entry: EntryView;
  accountParam: string | null;
}) {
  const format = useFormat();
  const words = useListWords().detail;
  const request = useLatestRequest();
  const [totals, setTotals] = useState<(AnswerOf<'/api/accounts/:id/totals'> & { of: string }) | null>(null);
  useEffect(() => {
    const timer = setTimeout(
      () =>
        request.run(
          (signal) =>
            bank.get('/api/accounts/:id/totals', {
              params: { id: account },
              query: { counterparty },
              signal,
            }),
          (answer) => setTotals({ ...answer, of: counterparty }),
          // An extra: the link says enough without it.
          () => {},
        ),
      LOOK_MS,
    );
    return () => clearTimeout(timer);
  }, [account, counterparty, request]);
  return (
    <p className="mt-2 flex min-h-11 flex-wrap items-center justify-between gap-x-4">
      <Link
        href={listHref(accountParam, { counterparty })}
        prefetch={false}
        className="text-link inline-flex min-h-11 items-center"
      >
        {fill(words.related, { name: counterparty })}
      </Link>
      {totals?.of === counterparty && (
        <span className="figures text-small text-ink-soft">
          {plural(format.locale, words.relatedCount, totals.count, { net: format.signed(totals.netMinor) })}
        </span>
      )}
    </p>
  );
}
