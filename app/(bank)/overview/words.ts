import { type Catalogue, slice } from '#app/_words/catalogue.ts';

/** What the overview says, but for its title. */
export const overviewWords = ({ overview: { title: _, ...own }, categories, frame }: Catalogue) => ({
  ...own,
  categoryNames: categories,
  /** Of an amount, and of a row with one. */
  row: slice(frame, 'received', 'spent', 'balance'),
  badge: slice(frame, 'live', 'offlineShort', 'reconnectingShort'),
  ...slice(frame, 'accounts', 'endingIn'),
});
export type OverviewWords = ReturnType<typeof overviewWords>;
