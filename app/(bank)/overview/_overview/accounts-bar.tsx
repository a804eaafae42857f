import { fill } from '#app/_words/catalogue.ts';
import { useFormat } from '#app/_words/context.tsx';
import { AccountNumber } from '#app/(bank)/_details/account-number.tsx';
import { AccountSwitcher } from '#app/(bank)/_details/account-switcher.tsx';
import type { ShownAccount } from '#app/(bank)/overview/data.ts';
import { useWords } from './use-words.ts';

/**
 * The customer's accounts with their balances, but for the chosen one, whose balance is the page's, and the total of each
 * currency.
 */
export function AccountsBar({
  accounts,
  balances,
  current,
}: {
  accounts: readonly ShownAccount[];
  /** The newest, by account, received since the page was rendered. */
  balances: Readonly<Record<string, number>>;
  current: string;
}) {
  const format = useFormat();
  const words = useWords();
  const { endingIn } = words;
  const now = accounts.map((one) => ({ ...one, availableMinor: balances[one.id] ?? one.availableMinor }));
  return (
    <>
      <AccountSwitcher
        label={words.accounts}
        accounts={now}
        current={current}
        endingIn={endingIn}
        hrefOf={(id) => `/overview?account=${id}`}
        belowOf={({ id, number, availableMinor, currency }) =>
          id === current ? (
            <AccountNumber number={number} endingIn={endingIn} />
          ) : (
            format.withCurrency(availableMinor, currency)
          )
        }
      />
      {now.length > 1 && (
        <p
          className="figures mb-2 flex flex-wrap justify-end gap-x-2 px-2 text-small text-ink-soft"
          data-testid="total"
        >
          {fill(words.total, { count: format.count(now.length) })}
          {totals(now).map(([currency, minor]) => (
            <span key={currency} className="font-strong text-ink">
              {format.withCurrency(minor, currency)}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** The sum of the balances by currency, in the order of the accounts. */
export function totals(
  accounts: readonly Pick<ShownAccount, 'currency' | 'availableMinor'>[],
): [string, number][] {
  const sums = new Map<string, number>();
  for (const { currency, availableMinor } of accounts) {
    sums.set(currency, (sums.get(currency) ?? 0) + availableMinor);
  }
  return [...sums];
}
