/** The cards below the fold; this module is loaded when a customer comes near them. */
import { CategoriesCard } from '#app/(bank)/overview/_spending/categories-card.tsx';
import type { OverviewEvent, OverviewState, Scope } from '#app/(bank)/overview/overview-state.ts';
import { MonthsCard } from './months-card.tsx';
import { RegularCard } from './regular-card.tsx';

export type BelowFoldProps = {
  scope: Scope;
  state: OverviewState;
  dispatch: (event: OverviewEvent) => void;
};

export default function BelowFoldCards({
  scope,
  state: { months, categories },
  dispatch,
  sizes,
}: BelowFoldProps & { sizes: { categories: string; regular: string } }) {
  return (
    <>
      <MonthsCard scope={scope} months={months} />
      <CategoriesCard scope={scope} size={sizes.categories} categories={categories} dispatch={dispatch} />
      <RegularCard scope={scope} size={sizes.regular} />
    </>
  );
}
