/** The languages that the bank speaks, the one for everybody else first; `app/_words/` has a file for each. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
