/** The ranges a balance chart offers. Browser-safe. */
import { DAY, HOUR, MINUTE } from '#lib/time.ts';

export const BALANCE_RANGES = ['5min', '1h', '1d', '1w', '1mo', '3mo', '1y', 'all'] as const;
export type BalanceRange = (typeof BALANCE_RANGES)[number];

/** How far back a range reaches; `all` goes back to the account's opening. */
export const RANGE_SPAN_MS: Record<Exclude<BalanceRange, 'all'>, number> = {
  '5min': 5 * MINUTE,
  '1h': HOUR,
  '1d': DAY,
  '1w': 7 * DAY,
  '1mo': 30 * DAY,
  '3mo': 91 * DAY,
  '1y': 365 * DAY,
};
