import type { OverviewState } from './state.ts';

const EMPTY = 'min-h-44';

/** The least heights of the cards below the fold, with which nothing moves when they arrive. */
export const sizesOf = ({ months }: Pick<OverviewState, 'months'>) => ({
  months: months.length > 0 ? 'min-h-98' : EMPTY,
  categories: months.some(({ outMinor }) => outMinor > 0) ? 'min-h-118' : EMPTY,
  regular: months.length > 0 ? 'min-h-108' : EMPTY,
});
