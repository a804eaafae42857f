/** What the islands of paying say. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';
import { ownNumberWords } from '#app/(bank)/_details/words.ts';

export const payWords = ({ pay, ...all }: Catalogue) => ({
  ...pay,
  ...slice(all.frame, 'endingIn'),
  ...slice(all.filters, 'noAmount'),
  ownNumber: ownNumberWords(all),
});
export type PayWords = ReturnType<typeof payWords>;
