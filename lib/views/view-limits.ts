/** Browser-safe: forms say it before the bank does. */
export const MAX_VIEW_NAME = 40;

/** Periods that move with the calendar: a view keeps their name instead of days. */
export const VIEW_PERIODS = ['thisMonth', 'lastMonth', 'last30', 'last90', 'thisYear'] as const;
