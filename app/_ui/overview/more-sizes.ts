import type { OverviewState } from './state.ts';

/** The least heights of the cards below the fold, with which nothing moves when they arrive. */
export const sizesOf = ({ months }: Pick<OverviewState, 'months'>) =>
  months.length > 0
    ? { months: 'min-h-98', categories: 'min-h-118', regular: 'min-h-108' }
    : { months: 'min-h-44', categories: 'min-h-44', regular: 'min-h-44' };
