/** Browser-safe: forms say it before the bank does. */
export const MOST_VIEW_NAME = 40;
