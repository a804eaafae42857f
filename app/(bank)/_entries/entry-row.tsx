import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { Amount, type AmountWords } from '#app/_kit/amount.tsx';
import { CategoryIcon } from '#app/_kit/category-icon.tsx';
import { classes } from '#app/_kit/class-names.ts';
import type { Format } from '#app/_words/format.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { markOf } from '#lib/ledger/holds.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

/** A row of a table where the screen is wide: time, icon, who, what, category, tags, amount, balance. */
export const COLUMNS =
  'xl:grid-cols-[2.75rem_1.75rem_minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,1.05fr)_minmax(0,0.95fr)_5rem_5.75rem]';

const entryHref = ({ account, seq }: Pick<EntryView, 'account' | 'seq'>) => `/transactions/${account}/${seq}`;

/**
 * One transaction in a list: who and what, how much, and the balance after it. 64 px, all of it one link; with `table`
 * 44 px and in columns where the screen is wide. `name` and `description` may be given with their matches marked;
 * `when` differs from row to row. A posting draws its own row
 * and leaves the others as they are.
 */
export const EntryRow = memo(function EntryRow({
  entry,
  format,
  words,
  when,
  account,
  table,
  href = entryHref(entry),
  name = format.booked(entry.counterparty),
  description = format.booked(entry.description),
  aside,
  amountMarked = false,
  fresh = false,
  current = false,
  onOpen,
}: {
  entry: EntryView;
  format: Format;
  words: AmountWords & { balance: string; released: string };
  when: string;
  /** Its name, where rows of several stand together: on a phone the description gives way to it. */
  account?: string;
  /** The category’s name in a column of its own. */
  table?: { category: string };
  href?: string;
  name?: ReactNode;
  description?: ReactNode;
  /** Stands before the description, and gives it the room that is left. */
  aside?: ReactNode;
  amountMarked?: boolean;
  fresh?: boolean;
  current?: boolean;
  /** Opens it in place instead of loading its page; new tabs still get the page. */
  onOpen?: (entry: EntryView) => void;
}) {
  const mark = markOf(entry);
  /** In the row of the grid, as a text of its size. */
  const at = table && 'xl:row-start-1 xl:text-small';
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
        'grid min-h-16 grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-3 px-4 py-2 outline-offset-[-2px] hover:bg-sunken lg:px-6',
        table && ['min-w-0 grow xl:min-h-11 xl:gap-2 xl:py-0 xl:pr-4 xl:pl-2', COLUMNS].join(' '),
        current && 'bg-sunken',
        fresh && 'arriving',
      )}
    >
      <span className={at && 'xl:col-start-2 xl:row-start-1 xl:[&>*]:!size-7'}>
        <CategoryIcon category={entry.category} />
      </span>
      <span className={classes('min-w-0', table && 'xl:contents')}>
        <span className={classes('block truncate', at && `${at} xl:col-start-3`)}>{name}</span>
        <span className={classes('flex gap-1 text-small text-ink-soft', table && 'xl:contents')}>
          {mark && (
            <span className={classes('shrink-0 font-strong', at && `${at} xl:col-start-5`)}>
              {words[mark]}{' '}
              <span className={classes(account === undefined && 'max-sm:hidden', table && 'xl:hidden')}>
                ·
              </span>
            </span>
          )}
          <span className={classes('contents', at && `${at} xl:col-start-6 xl:flex xl:min-w-0 xl:gap-1`)}>
            {aside}
          </span>
          <span
            className={classes(
              'truncate',
              // A phone has no room for both.
              (account !== undefined || mark !== null) && 'max-sm:sr-only',
              at && `${at} xl:col-start-4`,
            )}
          >
            {description}
          </span>
          {table && !mark && (
            <span className={`hidden truncate xl:block ${at} xl:col-start-5`}>{table.category}</span>
          )}
          {account !== undefined && (
            <span className={classes('truncate', table && 'xl:hidden')}>
              <span className="max-sm:hidden">· </span>
              {account}
            </span>
          )}
          <span className={classes('shrink-0', at && `${at} xl:col-start-1`)}>
            <span className={table && 'xl:hidden'}>· </span>
            {when}
          </span>
        </span>
      </span>
      <span className={classes('text-right', table && 'xl:contents')}>
        <Amount
          format={format}
          words={words}
          minor={entry.amountMinor}
          direction={directionOf(entry)}
          className={classes('block font-strong', at && `${at} xl:col-start-7 xl:text-right`)}
          marked={amountMarked}
        />
        <span
          className={classes(
            'figures block text-small text-ink-soft',
            at && `${at} xl:col-start-8 xl:text-right`,
          )}
        >
          <span className="sr-only">{words.balance} </span>
          {format.money(entry.balanceAfterMinor)}
        </span>
      </span>
    </Link>
  );
});
