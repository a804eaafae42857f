/** How much a note may hold. Browser-safe: forms say it before the bank does. */
export const MAX_TEXT = 500;
export const MAX_TAGS = 10;
export const MAX_TAG = 30;
