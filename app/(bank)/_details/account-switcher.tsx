import Link from 'next/link';
import type { ReactNode } from 'react';
import { classes } from '#app/_kit/class-names.ts';
import { BookedText } from '#app/_words/context.tsx';
import { AccountNumber } from '#app/(bank)/_details/account-number.tsx';

type Account = { id: string; name: string; number: string };

/** Beside the others there may be no room for it on a phone. */
function showInRow(link: HTMLElement | null): void {
  const item = link?.parentElement;
  const row = item?.parentElement;
  if (row) row.scrollLeft = item.offsetLeft - (row.clientWidth - item.offsetWidth) / 2;
}

/** Whose numbers these are: the account's name and number, and a way to each of the customer's others. */
export function AccountSwitcher<Shown extends Account>({
  label,
  accounts,
  current,
  endingIn,
  hrefOf,
  belowOf = ({ number }) => <AccountNumber number={number} endingIn={endingIn} />,
}: {
  label: string;
  accounts: readonly Shown[];
  current: string;
  endingIn: string;
  hrefOf: (id: string) => string;
  /** What stands below the name. */
  belowOf?: (account: Shown) => ReactNode;
}) {
  return (
    <nav aria-label={label} className="mb-2">
      {/* Relative, so that what only screen readers hear is cut off with it. */}
      <ul className="relative flex gap-2 overflow-x-auto">
        {accounts.map((account) => {
          const { id, name } = account;
          return (
            <li key={id} className="min-w-fit grow basis-0 sm:grow-0 sm:basis-auto">
              <Link
                ref={id === current ? showInRow : undefined}
                href={hrefOf(id)}
                prefetch={false}
                aria-current={id === current ? 'true' : undefined}
                className={classes(
                  'flex min-h-12 min-w-36 flex-col justify-center rounded-field border px-3 py-1 outline-offset-[-2px] sm:px-4',
                  id === current
                    ? 'border-edge bg-raised'
                    : 'border-line text-ink-soft hover:bg-sunken hover:text-ink',
                )}
              >
                {/* As wide as the account's amount makes it on a phone, however long the name. */}
                <span
                  className={classes(
                    'truncate text-small max-sm:w-0 max-sm:min-w-full sm:text-body',
                    id === current && 'font-strong',
                  )}
                >
                  <BookedText text={name} />
                </span>
                <span className="figures text-small text-ink-soft">{belowOf(account)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
