/** What the islands say that show masked details on request. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

export const ownNumberWords = ({ details, frame }: Pick<Catalogue, 'details' | 'frame'>) => ({
  show: details.showNumber,
  hide: details.hideNumber,
  shown: details.shown,
  ...slice(frame, 'endingIn'),
});
export type OwnNumberWords = ReturnType<typeof ownNumberWords>;
