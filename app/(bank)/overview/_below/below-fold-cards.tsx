/** The cards below the fold; this module is loaded when a customer comes near them. */
import { SpendingCard } from '#app/(bank)/overview/_spending/spending-card.tsx';
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
  state: { months, categories, pending },
  dispatch,
  sizes,
}: BelowFoldProps & { sizes: { spenders: string; regular: string } }) {
  return (
    <>
      <SpendingCard
        scope={scope}
        size={sizes.spenders}
        categories={categories}
        pending={pending}
        dispatch={dispatch}
      />
      <MonthsCard scope={scope} months={months} pending={pending} />
      <RegularCard scope={scope} size={sizes.regular} />
    </>
  );
}
