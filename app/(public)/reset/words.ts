import { type Catalogue, slice } from '#app/_words/catalogue.ts';

/** What the form says: much of it is said where a password is changed, too. */
export const resetWords = ({ reset, security, session }: Catalogue) => ({
  ...slice(reset, 'submit', 'submitting', 'errors'),
  ...slice(security, 'next', 'nextHint', 'faults'),
  field: slice(session, 'show', 'hide', 'showLabel', 'hideLabel'),
});
export type ResetWords = ReturnType<typeof resetWords>;
