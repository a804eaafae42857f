/** What each island of the page says. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

export const securityWords = ({ security, session }: Catalogue) => ({
  ...slice(security, 'devices', 'thisDevice', 'signedIn', 'activeNow', 'lastActive', 'kept'),
  ...slice(security, 'endsAt', 'at', 'endIt', 'endThis', 'ending', 'endOthers', 'noOthers', 'ended'),
  ...slice(security, 'endedOthers', 'endFailed', 'endOthersFailed', 'events', 'noEvents', 'olderEvents'),
  ...slice(
    security,
    'loading',
    'eventsFailed',
    'event',
    'sessionEnd',
    'times',
    'byStaff',
    'manyPlaces',
    'here',
  ),
  ...slice(session, 'device', 'unknownDevice', 'address', 'thisComputer'),
});
export type SecurityWords = ReturnType<typeof securityWords>;

export const passwordWords = ({ security, session }: Catalogue) => ({
  ...slice(security, 'current', 'next', 'nextHint', 'alsoOthers', 'change', 'changing', 'changed'),
  ...slice(security, 'changedAndEnded', 'faults', 'wrongCurrent', 'missing'),
  field: slice(session, 'show', 'hide', 'showLabel', 'hideLabel'),
});
export type PasswordWords = ReturnType<typeof passwordWords>;

export const profileWords = ({ security, details }: Catalogue) => ({
  ...slice(security, 'profile', 'name', 'username', 'email', 'dateOfBirth'),
  details: slice(details, 'show', 'hide', 'shown', 'hidden', 'hiddenAt'),
});
export type ProfileWords = ReturnType<typeof profileWords>;
