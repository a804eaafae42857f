import { useShared } from '#app/_words/context.tsx';
import { AccountNumber } from '#app/(bank)/_details/account-number.tsx';
import { AccountSwitcher } from '#app/(bank)/_details/account-switcher.tsx';
import { listHref } from '#app/(bank)/transactions/_filters/address.ts';
import { useListWords } from '#app/(bank)/transactions/use-list-words.ts';
import type { Filter } from '#lib/search/filter.ts';

const ALL = 'all';

/** Narrows the list to one account, or to none: what is searched for stays. */
export function AccountChips({
  accounts,
  narrowed,
  filter,
  onLeave,
}: {
  accounts: readonly { id: string; name: string; number: string }[];
  narrowed: string | null;
  filter: Filter;
  /** Before the page moves on: an address that waits to be written must not come after it. */
  onLeave: () => void;
}) {
  const { frame } = useShared();
  const words = useListWords().transactions;
  return (
    <div onClickCapture={onLeave}>
      <AccountSwitcher
        label={frame.accounts}
        accounts={[{ id: ALL, name: words.allAccounts, number: '' }, ...accounts]}
        current={narrowed ?? ALL}
        endingIn={frame.endingIn}
        hrefOf={(id) => listHref(id === ALL ? null : id, filter)}
        belowOf={({ id, number }) =>
          id === ALL ? words.together : <AccountNumber number={number} endingIn={frame.endingIn} />
        }
      />
    </div>
  );
}
