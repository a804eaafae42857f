/** What stands below the fold; this module is loaded when a customer comes near it. */
import { CategoriesCard } from '#app/(bank)/overview/_spending/categories-card.tsx';
import type { OverviewEvent, OverviewState } from '#app/(bank)/overview/state.ts';
import { MonthsCard } from './months-card.tsx';
import { sizesOf } from './more-sizes.ts';
import { RegularCard } from './regular-card.tsx';

export type MoreProps = {
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

export default function MoreCards({
  account: { id, currency },
  state,
  today,
  periods,
  transactions,
  daysOf,
  dispatch,
}: MoreProps) {
  const month = today.slice(0, 7);
  return (
    <>
      <MonthsCard
        {...{ months: state.months, month, currency }}
        hrefOf={(name) => transactions(daysOf(name))}
      />
      <CategoriesCard
        {...{
          account: id,
          size: sizesOf(state).categories,
          categories: state.categories,
          month,
          currency,
          periods,
          dispatch,
        }}
        hrefOf={(category, period) => transactions({ category, ...daysOf(period) })}
      />
      <RegularCard {...{ account: id, size: sizesOf(state).regular, today, transactions }} />
    </>
  );
}
