'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLive } from '#app/_client/live/use-live.ts';
import { Amount } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { Fact } from '#app/_kit/fact.tsx';
import { BackIcon } from '#app/_kit/icons.tsx';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import type { PendingView } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';

/** A pending transaction: leads on to its entry when it is booked, and says so when it ends without one. */
export function PendingDetail({
  pending,
  account,
  start,
  words,
}: {
  pending: PendingView;
  account: { name: string; currency: string };
  start: LiveStart;
  words: Catalogue['detail'] & Pick<Catalogue, 'types' | 'categories' | 'frame'>;
}) {
  const format = useFormat();
  const router = useRouter();
  const [ended, setEnded] = useState<'voided' | 'expired' | null>(null);
  useLive(start, (change) => {
    if ('entry' in change) {
      const { id, account, seq } = change.entry;
      if (id === pending.id && account === pending.account) router.replace(`/transactions/${account}/${seq}`);
    } else if (change.pending.id === pending.id && change.kind !== 'authorized' && change.kind !== 'declined')
      setEnded(change.kind);
  });
  return (
    <article aria-labelledby="pending-title" className="mx-auto max-w-140">
      <Link
        href="/transactions"
        prefetch={false}
        className="mb-2 inline-flex min-h-11 items-center gap-2 px-2 text-ink-soft hover:text-ink"
      >
        <BackIcon />
        {words.back}
      </Link>
      <div className="card">
        <div className="flex flex-col items-center gap-1 pt-2 pb-4 text-center">
          <CategoryIcon category={pending.category} large />
          <h1 id="pending-title" className="mt-2 text-large font-strong">
            {format.booked(pending.counterparty)}
          </h1>
          <p className="text-display font-strong tracking-tight">
            <Amount format={format} words={words.frame} minor={pending.amountMinor} />{' '}
            <span className="text-large font-normal text-ink-soft">{account.currency}</span>
          </p>
          <p role="status" className="max-w-80 text-small text-ink-soft">
            <span className="block font-strong text-ink">
              {ended ? words.ended[ended] : words.frame.pending}
            </span>{' '}
            {ended ? words.ended.meaning : words.pendingMeaning[pending.amountMinor < 0 ? 'out' : 'in']}
          </p>
        </div>
        <dl className="border-t border-line">
          <Fact name={words.date}>{format.full(pending.at)}</Fact>
          <Fact name={words.description}>{format.said(pending)}</Fact>
          <Fact name={words.type}>{words.types[pending.type]}</Fact>
          <Fact name={words.category}>{categoryName(pending.category, words.categories)}</Fact>
          <Fact name={words.account}>{format.booked(account.name)}</Fact>
        </dl>
      </div>
    </article>
  );
}
