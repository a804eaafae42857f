/** What the islands of this page say. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

export const consoleWords = ({ staff, session }: Catalogue) => ({
  // The question.
  ...slice(staff, 'question', 'placeholder', 'submit', 'conditions', 'addFilter', 'clear', 'any'),
  ...slice(staff, 'username', 'sid', 'roleOf', 'kind', 'browser', 'address', 'since', 'idleFor', 'policy'),
  ...slice(staff, 'stepUp', 'withStepUp', 'withoutStepUp', 'sidFormat', 'addressFormat'),
  // The list.
  ...slice(staff, 'user', 'device', 'addressHead', 'signedIn', 'lastActive', 'notConfirmed', 'at'),
  ...slice(
    staff,
    'list',
    'found',
    'asOf',
    'refresh',
    'chooseAll',
    'choose',
    'notYours',
    'onlyUser',
    'isNew',
    'unmatched',
    'isOver',
    'waiting',
  ),
  ...slice(staff, 'roles', 'kinds', 'bearer', 'now', 'minutesAgo', 'hoursAgo', 'daysAgo'),
  ...slice(staff, 'mayLook', 'mayOne', 'endFound', 'endThis', 'endThisOf', 'thisOne'),
  ...slice(staff, 'bulk', 'chosen', 'ofPeople', 'unchoose', 'tooMany', 'endChosen'),
  deviceName: slice(session, 'device', 'unknownDevice'),
  // The counts.
  ...slice(staff, 'facets', 'byRole', 'byKind', 'only', 'notOnly'),
  // Ending sessions.
  ...slice(staff, 'everyone', 'everyoneText', 'endEveryone', 'everyonePhrase', 'everyoneType'),
  ...slice(staff, 'titleThis', 'titleOne', 'titlePeople', 'titleFound', 'titleFoundOf'),
  ...slice(staff, 'titleEveryone', 'titleDone'),
  ...slice(staff, 'counting', 'willEnd', 'changed', 'nothing', 'same', 'cancel', 'close', 'end', 'ending'),
  ...slice(staff, 'done', 'alreadyGone', 'left', 'doneSoFar', 'recorded', 'errors'),
});
