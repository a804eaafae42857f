import type { Catalogue } from '#app/_words/catalogue.ts';

/** What the form shows after a try that set no password; the password is never among it. */
export type ResetState = {
  /** What is wrong with the password, null for nothing. */
  fault: keyof Catalogue['security']['faults'] | null;
  /** What else went wrong, null for nothing. */
  error: keyof Catalogue['reset']['errors'] | null;
};

export const FIRST_TRY: ResetState = { fault: null, error: null };
