/** The ranges a balance chart offers. Browser-safe. */
import { DAY, HOUR, MINUTE, SECOND } from '#lib/time.ts';

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

/** Buckets in a range; with both ends and both extremes never more than 500 points. */
const MAX_BUCKETS = 490;
/** The raw series below five minutes; above, each is a multiple of the tier it is read from. */
const BUCKETS_MS = [SECOND, 10 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY] as const;

/** How much time a point of the chart stands for: the smallest that keeps their count, whole days beyond the last. */
export function bucketMsOf(spanMs: number): number {
  const bucketMs = BUCKETS_MS.find((candidate) => spanMs / candidate <= MAX_BUCKETS);
  return bucketMs ?? Math.ceil(spanMs / MAX_BUCKETS / DAY) * DAY;
}
