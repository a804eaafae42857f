/** What the list, its search and the opened transaction say in the browser. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';
import { ownNumberWords } from '#app/(bank)/_details/words.ts';

export const listWords = (all: Catalogue) => ({
  ...slice(all, 'transactions', 'filters', 'searches', 'exports', 'detail', 'note'),
  ownNumber: ownNumberWords(all),
});
export type ListWords = ReturnType<typeof listWords>;
