import type { OverviewState } from '#app/(bank)/overview/state.ts';

const EMPTY = 'min-h-54 sm:min-h-44 lg:min-h-58';
const SHORT = 'min-h-47 sm:min-h-36';

/** The least heights of the cards below the fold, with which nothing moves when they arrive. */
export const sizesOf = ({ months }: Pick<OverviewState, 'months'>) => ({
  months: months.length > 0 ? 'min-h-98' : EMPTY,
  categories: months.some(({ outMinor }) => outMinor > 0) ? 'min-h-130 lg:min-h-134' : EMPTY,
  regular: months.length > 0 ? 'min-h-108' : SHORT,
});
