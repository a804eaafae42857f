import { type Catalogue, slice } from '#app/_words/catalogue.ts';

/** What the overview says, but for its title. */
export const overviewWords = ({ overview: { title: _, ...own }, transactions, frame, pay }: Catalogue) => ({
  ...own,
  ...slice(transactions, 'andPending', 'declined'),
  ...slice(frame, 'accounts', 'endingIn'),
  pay: pay.link,
});
export type OverviewWords = ReturnType<typeof overviewWords>;
