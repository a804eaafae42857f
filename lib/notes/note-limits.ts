/** How much a note may hold. Browser-safe: forms say it before the bank does. */
export const MOST_TEXT = 500;
export const MOST_TAGS = 10;
export const MOST_TAG = 30;
