/** The cards below the fold; this module is loaded when a customer comes near them. */
import { CategoriesCard } from '#app/(bank)/overview/_spending/categories-card.tsx';
import type { OverviewEvent, OverviewState } from '#app/(bank)/overview/overview-state.ts';
import { MonthsCard } from './months-card.tsx';
import { RegularCard } from './regular-card.tsx';

export type BelowFoldProps = {
  account: { id: string; currency: string };
  state: OverviewState;
  /** The bank day, `yyyy-mm-dd`. */
  today: string;
  periods: readonly string[];
  /** The transactions that match. */
  transactions: (filter: Record<string, string>) => string;
  /** First and last day of a period, as the transactions' filter takes them. */
  daysOf: (period: string) => Record<string, string>;
  dispatch: (event: OverviewEvent) => void;
};

export default function BelowFoldCards({
  account,
  state,
  today,
  periods,
  transactions,
  daysOf,
  dispatch,
  sizes,
}: BelowFoldProps & { sizes: { categories: string; regular: string } }) {
  const month = today.slice(0, 7);
  return (
    <>
      <MonthsCard
        months={state.months}
        month={month}
        currency={account.currency}
        hrefOf={(name) => transactions(daysOf(name))}
      />
      <CategoriesCard
        account={account}
        size={sizes.categories}
        categories={state.categories}
        month={month}
        periods={periods}
        dispatch={dispatch}
        hrefOf={(category, period) => transactions({ category, ...daysOf(period) })}
      />
      <RegularCard account={account.id} size={sizes.regular} today={today} transactions={transactions} />
    </>
  );
}
