/** What the islands of the settings say. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';
import { ownNumberWords } from '#app/(bank)/_details/words.ts';

export const switchWords = ({ offline }: Catalogue) =>
  slice(offline, 'cardSwitch', 'cardOn', 'cardOff', 'cardWorking', 'cardFailed', 'cardUnable');
export type SwitchWords = ReturnType<typeof switchWords>;

export const shareWords = (all: Catalogue) => ({
  ...slice(all.settings, 'shareTitle', 'shareText', 'shareName', 'copy', 'copied'),
  ...ownNumberWords(all),
});
export type ShareWords = ReturnType<typeof shareWords>;
