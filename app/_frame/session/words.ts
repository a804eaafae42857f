/** What the islands of a session say. */
import { type Catalogue, slice } from '#app/_words/catalogue.ts';

/** `show` and its like are those of the password's field. */
export const stepUpWords = ({ session }: Catalogue) => ({
  ...slice(session, 'stepUpTitle', 'stepUpText', 'password', 'show', 'hide', 'showLabel', 'hideLabel'),
  ...slice(session, 'cancel', 'confirm', 'confirming', 'waitSeconds', 'waitMinutes', 'errors'),
});
export type StepUpWords = ReturnType<typeof stepUpWords>;

export const idleWords = ({ session }: Catalogue) => ({
  ...slice(session, 'idleTitle', 'idleText', 'absoluteTitle', 'absoluteText', 'stay', 'understood'),
  ...slice(session, 'signOutNow', 'secondsLeft'),
  network: session.errors.network,
});
export type IdleWords = ReturnType<typeof idleWords>;

export const signInWords = ({ session }: Catalogue) => ({
  ...slice(session, 'warning', 'newSignIn', 'device', 'unknownDevice', 'wasItYou', 'more', 'itWasMe'),
  ...slice(session, 'notMe', 'ending', 'passwordChanged', 'passwordChangedText', 'seeSessions'),
});
export type SignInWords = ReturnType<typeof signInWords>;
