import Link from 'next/link';
import { type Ref, useId } from 'react';
import { Amount } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { classes } from '#app/_kit/class-names.ts';
import { Fact } from '#app/_kit/fact.tsx';
import { BackIcon, CloseIcon } from '#app/_kit/icons.tsx';
import { categoryName } from '#app/_words/category-name.ts';
import { useFormat } from '#app/_words/context.tsx';
import { type NumberedAccount, OwnNumber } from '#app/(bank)/_details/own-number.tsx';
import { adjustedText } from '#app/(bank)/_entries/adjusted.ts';
import { detailHref, listHref } from '#app/(bank)/transactions/_filters/address.ts';
import type { FilterProps } from '#app/(bank)/transactions/_filters/filter-chips.tsx';
import type { List } from '#app/(bank)/transactions/_list/use-transactions.ts';
import { NoteEditor } from '#app/(bank)/transactions/_notes/note-editor.tsx';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { referenceOf } from '#lib/ledger/reference.ts';
import type { Row } from '#lib/ledger/schema.ts';
import { placeOf } from '#lib/search/place.ts';
import { CategoryFact } from './category-fact.tsx';
import { CategoryPane } from './category-pane.tsx';
import { RelatedEntries } from './related-entries.tsx';
import { StepButtons } from './steps.tsx';
import type { Opened } from './use-opened.ts';
import type { Steps } from './use-steps.ts';

/** `drawn` is the whole number, where the server has drawn it. */
type ListedAccount = NumberedAccount & { name: string; currency: string };

export type DetailProps = {
  /** The customer's, of which the opened transaction has one. */
  accounts: readonly ListedAccount[];
  accountParam: string | null;
  /** The list that it was opened from. */
  list: List;
  heading: Ref<HTMLHeadingElement>;
  steps: Steps;
  onClose: () => void;
};

/** Beside the list, or in its place on a phone: the opened transaction, or that one can be chosen. */
export function DetailPane({
  opened: { place, row, ended },
  filtering,
  ...detail
}: DetailProps & { opened: Opened; filtering: FilterProps }) {
  const words = useListWords().transactions;
  return (
    <div
      className={classes(
        'lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto',
        place === null && 'max-lg:hidden',
      )}
    >
      {row ? (
        <Detail {...detail} row={row} ended={ended} />
      ) : place === null ? (
        detail.list.state.rows.length > 0 && <CategoryPane {...filtering} state={detail.list.state} />
      ) : (
        <p className="card flex min-h-40 items-center justify-center text-ink-soft">{words.loading}</p>
      )}
    </div>
  );
}

/**
 * One transaction with everything about it: a page on a phone, beside the list on a desktop. One that is pending has no
 * note, number or balance yet, and says how it ended.
 */
function Detail({
  row,
  ended,
  accounts,
  accountParam,
  list: { wanted: filter, state, noteOf, noteSaved },
  heading,
  steps,
  onClose,
}: DetailProps & { row: Row; ended: Opened['ended'] }) {
  const format = useFormat();
  const { detail: words, transactions, types, categories, frame, ownNumber } = useListWords();
  const id = useId();
  const account = accounts.find((one) => one.id === row.account);
  const entry = row.status === 'booked' ? row : null;
  const adjusted = adjustedText(row, words.adjusted, format);
  const leave = {
    href: listHref(accountParam, filter),
    prefetch: false,
    onNavigate: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      onClose();
    },
  };
  return (
    <article
      aria-labelledby={id}
      data-opened={entry ? placeOf(entry) : undefined}
      tabIndex={-1}
      className="group relative max-lg:pb-16"
    >
      <Link
        {...leave}
        className="mb-2 inline-flex min-h-11 items-center gap-2 px-2 text-ink-soft hover:text-ink lg:hidden"
      >
        <BackIcon />
        {words.back}
      </Link>
      {entry && <StepButtons steps={steps} count={state.totals?.count ?? null} />}
      <div className="card relative max-lg:sliding">
        <Link
          {...leave}
          aria-label={words.close}
          className="absolute top-3 right-3 hidden size-11 items-center justify-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink lg:flex"
        >
          <CloseIcon />
        </Link>
        <div className="flex flex-col items-center gap-1 pt-2 pb-4 text-center lg:pt-8">
          <CategoryIcon category={row.category} large />
          <h2 id={id} ref={heading} tabIndex={-1} className="mt-2 text-large font-strong">
            <span className="sr-only">{words.title}: </span>
            {format.booked(row.counterparty)}
          </h2>
          <p className="text-display font-strong tracking-tight">
            <Amount format={format} words={frame} minor={row.amountMinor} direction={directionOf(row)} />{' '}
            <span className="text-large font-normal text-ink-soft">{account?.currency}</span>
          </p>
          <p role="status" className="max-w-80 text-small text-ink-soft empty:hidden">
            {entry ? (
              adjusted
            ) : ended ? (
              words.ended[ended]
            ) : (
              <>
                <span className="font-strong text-ink">{frame.pending}</span> ·{' '}
                {transactions.pendingMeans[row.amountMinor > 0 ? 'in' : 'out']}
              </>
            )}
          </p>
        </div>
        {entry && (
          <NoteEditor
            key={placeOf(entry)}
            entry={entry}
            note={noteOf(entry)}
            accountParam={accountParam}
            filter={filter}
            onSaved={noteSaved}
          />
        )}
        <dl className="border-t border-line">
          <Fact name={words.date}>{format.full(row.at)}</Fact>
          <Fact name={words.description}>{format.said(row)}</Fact>
          <Fact name={words.type}>{types[row.type]}</Fact>
          {entry ? (
            <>
              <CategoryFact key={placeOf(entry)} entry={entry} />
              <Fact name={words.balanceAfter}>
                <span className="figures">
                  {format.withCurrency(entry.balanceAfterMinor, account?.currency ?? '')}
                </span>
              </Fact>
            </>
          ) : (
            <Fact name={words.category}>{categoryName(row.category, categories)}</Fact>
          )}
          {account && (
            <>
              <Fact name={words.account}>{format.booked(account.name)}</Fact>
              <Fact name={words.accountNumber}>
                <OwnNumber
                  key={account.id}
                  {...account}
                  words={ownNumber}
                  here={detailHref(row, accountParam, filter)}
                />
              </Fact>
            </>
          )}
          {entry && (
            <>
              <Fact name={words.number}>
                <span className="figures">{format.count(entry.seq)}</span>
              </Fact>
              <Fact name={words.reference}>
                <span className="figures">{referenceOf(entry)}</span>
              </Fact>
            </>
          )}
        </dl>
        {entry?.payment && entry.amountMinor < 0 && (
          <p className="mt-2 flex flex-wrap gap-3">
            <Link href={`/pay/${entry.payment}`} prefetch={false} className="button grow">
              {words.receipt}
            </Link>
            <Link href={`/pay?again=${entry.payment}`} prefetch={false} className="button grow">
              {words.payAgain}
            </Link>
          </p>
        )}
        <RelatedEntries entry={row} accountParam={accountParam} />
      </div>
    </article>
  );
}
