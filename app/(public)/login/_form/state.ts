import type { Catalogue } from '#app/_words/catalogue.ts';

/** What the form shows after a try that did not sign in; the password is never among it. */
export type LoginState = {
  /** Null before the first try. */
  error: keyof Catalogue['login']['errors'] | null;
  username: string;
  remember: boolean;
};

export const FIRST_TRY: LoginState = { error: null, username: '', remember: false };
