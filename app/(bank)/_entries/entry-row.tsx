import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { Amount, type AmountWords } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { classes } from '#app/_kit/class-names.ts';
import type { Format } from '#app/_words/format.ts';
import { rowHref } from '#app/(bank)/_entries/row-address.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import type { Row } from '#lib/ledger/schema.ts';

/** What is said of a row that is neither income nor spending, or not yet. */
const markOf = (row: Row): 'moved' | 'pending' | null =>
  row.status === 'pending' ? 'pending' : directionOf(row) === 'moved' ? 'moved' : null;

/**
 * One transaction in a list: who and what, how much, and the balance after it. 64 px, all of it one link; with `table`
 * 44 px and in columns where the screen is wide. `name` and `description` may be given with their matches marked;
 * `when` differs from row to row. A posting draws its own row and leaves the others as they are.
 */
export const EntryRow = memo(function EntryRow({
  entry,
  format,
  words,
  when,
  account,
  table = false,
  category,
  href = rowHref(entry),
  mark = markOf(entry),
  name = format.booked(entry.counterparty),
  description = format.said(entry),
  aside,
  amountMarked = false,
  descriptionFound = false,
  withBalance = true,
  fresh = false,
  current = false,
  onOpen,
}: {
  entry: Row;
  format: Format;
  words: AmountWords & Record<'moved' | 'pending' | 'balance', string>;
  when: string;
  /** Its name, where rows of several stand together: on a phone the description gives way to it. */
  account?: string;
  /** In columns where the screen is wide (css/columns.css). */
  table?: boolean;
  /** Its name in a column of its own. */
  category?: ReactNode;
  href?: string;
  /** Null where a heading says it of all rows. */
  mark?: ReturnType<typeof markOf>;
  name?: ReactNode;
  description?: ReactNode;
  /** Stands before the description, and gives it the room that is left. */
  aside?: ReactNode;
  amountMarked?: boolean;
  /** It was searched for: a phone makes room for it. */
  descriptionFound?: boolean;
  /** Not among rows that leave others out: two balances would not follow from one another. */
  withBalance?: boolean;
  fresh?: boolean;
  current?: boolean;
  /** Opens it in place instead of loading its page; new tabs still get the page. */
  onOpen?: (entry: Row) => void;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      onNavigate={(event) => {
        if (!onOpen) return;
        event.preventDefault();
        onOpen(entry);
      }}
      aria-current={current ? 'true' : undefined}
      className={classes(
        'entry-row hover:bg-sunken',
        table && 'in-columns',
        current && 'bg-sunken shadow-[inset_0.1875rem_0_var(--color-ink)]',
        fresh && 'arriving',
      )}
    >
      <CategoryIcon category={entry.category} />
      <span className="min-w-0">
        <span className="block truncate">{name}</span>
        <span className="flex gap-1 text-small text-ink-soft">
          {mark && (
            <span className="kind shrink-0 font-strong">
              {words[mark]}{' '}
              <i className={account === undefined ? (table ? 'max-sm:hidden' : 'hidden') : undefined}>·</i>
            </span>
          )}
          {aside && (table ? <span className="tags contents">{aside}</span> : aside)}
          <span
            className={classes(
              'what truncate',
              // There is no room for both on a phone, nor in a card.
              (account !== undefined || mark !== null) &&
                !descriptionFound &&
                (table ? 'max-sm:sr-only' : 'sr-only'),
            )}
          >
            {description}
          </span>
          {category !== undefined && !mark && <span className="kind truncate">{category}</span>}
          {account !== undefined && (
            <span className="of truncate">
              <i className="max-sm:hidden">· </i>
              {account}
            </span>
          )}
          <span className="when shrink-0">
            <i>· </i>
            {when}
          </span>
        </span>
      </span>
      <span className="text-right">
        <Amount
          format={format}
          words={words}
          minor={entry.amountMinor}
          direction={directionOf(entry)}
          className="block font-strong"
          marked={amountMarked}
        />
        {withBalance && entry.status === 'booked' && (
          <span className="figures block text-small text-ink-soft">
            <span className="sr-only">{words.balance} </span>
            {format.money(entry.balanceAfterMinor)}
          </span>
        )}
      </span>
    </Link>
  );
});
