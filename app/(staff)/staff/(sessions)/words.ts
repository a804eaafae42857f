/** What the islands of this page say. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

const queryWords = ({ staff }: Catalogue) => ({
  ...slice(staff, 'question', 'placeholder', 'submit', 'conditions', 'conditionsSet', 'clear', 'any'),
  ...slice(staff, 'username', 'sid', 'roleOf', 'kind', 'browser', 'address', 'since', 'idleFor', 'policy'),
  ...slice(staff, 'stepUp', 'withStepUp', 'withoutStepUp'),
});

const listWords = ({ staff, session }: Catalogue) => ({
  ...slice(staff, 'user', 'device', 'addressHead'),
  ...slice(staff, 'list', 'found', 'asOf', 'refresh', 'chooseAll', 'choose', 'notYours', 'onlyUser'),
  ...slice(staff, 'roles', 'kinds', 'bearer', 'signedIn', 'lastActive', 'stepUp', 'notConfirmed', 'at'),
  ...slice(staff, 'now', 'minutesAgo', 'hoursAgo', 'daysAgo'),
  ...slice(staff, 'mayLook', 'mayOne', 'endFound', 'endThis', 'endThisOf', 'thisOne'),
  ...slice(staff, 'bulk', 'chosen', 'ofPeople', 'unchoose', 'tooMany', 'endOf', 'endOfPeople'),
  ...slice(staff, 'everyone', 'everyoneText', 'endEveryone'),
  deviceName: slice(session, 'device', 'unknownDevice'),
});

const endingWords = ({ staff }: Catalogue) => ({
  ...slice(staff, 'titleThis', 'titleOne', 'titlePeople', 'titleFound', 'titleEveryone', 'titleDone'),
  ...slice(staff, 'counting', 'willEnd', 'changed', 'nothing', 'same', 'cancel', 'close', 'end', 'ending'),
  ...slice(staff, 'everyoneText', 'everyonePhrase', 'everyoneType'),
  ...slice(staff, 'done', 'alreadyGone', 'left', 'doneSoFar', 'recorded', 'errors'),
});

export const consoleWords = (all: Catalogue) => ({
  ...queryWords(all),
  ...listWords(all),
  ...endingWords(all),
});
export type ConsoleWords = ReturnType<typeof consoleWords>;

export const countWords = ({ staff }: Catalogue) =>
  slice(staff, 'chart', 'showTable', 'group', 'sessions', 'share');
export type CountWords = ReturnType<typeof countWords>;
