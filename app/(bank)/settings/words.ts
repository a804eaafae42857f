/** What the island of offline access says. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

export const switchWords = ({ offline }: Catalogue) =>
  slice(offline, 'cardSwitch', 'cardOn', 'cardOff', 'cardWorking', 'cardFailed', 'cardUnable');
export type SwitchWords = ReturnType<typeof switchWords>;
