/** The available balance over time, from the time series that each posting adds to and the tiers Redis compacts it into. */
import { type BalanceRange, bucketMsOf, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { copied } from '#lib/redis/copies.ts';
import { BALANCE_TIER_NAMES, BALANCE_TIERS, type BalanceTier, keys } from '#lib/redis/keys.ts';

/** `x` in milliseconds; the balance was `yMinor` at that moment, whatever happened in between. */
export type BalancePoint = { x: number; yMinor: number };

/**
 * The balance over a range in at most 500 points: one at the beginning (carried forward, or the opening of a younger
 * account), one now, and between them the balance at the end of each bucket with a booking, and the bookings after
 * which it was lowest and highest. Without a series, no points. Sends HMGET, TS.REVRANGE … COUNT 1 and one TS.RANGE …
 * LATEST AGGREGATION last of the coarsest tier that fits, O(buckets), and those of `extreme`; LATEST includes the tier's
 * open bucket. It is never earlier than the last booking, whatever the clock's error (`redisNow`).
 */
export async function balanceHistory(redis: Redis, ref: AccountRef, range: BalanceRange) {
  const [clock, [opened, lastAt]] = await Promise.all([
    redisNow(redis),
    redis.hmGet(keys.account(ref), ['openingAt', 'lastAt']),
  ]);
  if (!opened) return { points: [] };
  const openingAt = Number(opened);
  const now = Math.max(clock, Number(lastAt ?? 0));
  const wanted = range === 'all' ? openingAt : now - RANGE_SPAN_MS[range];
  const from = Math.max(Math.min(wanted, now), openingAt);
  const stepMs = bucketMsOf(now - from);
  const [before, buckets, ...found] = await Promise.all([
    availableAt(redis, ref, from),
    readBuckets(redis, ref, from, stepMs),
    extreme(redis, ref, { from, stepMs, tier: '1h:min' }),
    extreme(redis, ref, { from, stepMs, tier: '1h:max' }),
  ]);
  const points = [
    ...(before === null ? [] : [{ x: from, yMinor: before }]),
    ...withExtremes(
      buckets.map(({ x, yMinor }) => ({ x: Math.min(x + stepMs - 1, now), yMinor })),
      found.filter((point) => point !== null),
    ).filter(({ x }) => x > from && x <= now),
  ];
  const last = points.at(-1);
  if (last && last.x < now) points.push({ x: now, yMinor: last.yMinor });
  return { points };
}

/**
 * The available balance at a moment, null before the opening: the newest sample of the series by then, or where it keeps none
 * that old, of the finest tier that has a bucket which ended by then. TS.REVRANGE … COUNT 1 for each asked, O(log samples).
 */
async function availableAt(redis: Redis, ref: AccountRef, atMs: number): Promise<number | null> {
  const tiers = BALANCE_TIER_NAMES.filter((tier) => BALANCE_TIERS[tier].keeps === 'LAST');
  for (const tier of [undefined, ...tiers]) {
    const until = tier ? atMs + 1 - BALANCE_TIERS[tier].bucketMs : atMs;
    // Redis knows no time before 1970.
    if (until < 0) continue;
    const key = keys.balanceSeries(ref, tier);
    const [sample] = await redis.ts.revRange(key, '-', until, { COUNT: 1 });
    if (sample) return sample.value;
  }
  return null;
}

/** The newest sample; the opening is the first. TS.GET, O(1). */
export async function currentBalance(redis: Redis, ref: AccountRef): Promise<BalancePoint> {
  const sample = await redis.ts.get(keys.balanceSeries(ref));
  if (!sample) throw new TypeError('an open account has a balance');
  return toPoint(sample);
}

/**
 * The available balance after each event of the last `spanMs`, oldest first. TS.RANGE of the raw series, O(entries in it), or a
 * copy.
 */
export async function recentBalances(redis: Redis, ref: AccountRef, spanMs: number): Promise<BalancePoint[]> {
  const from = (await redisNow(redis)) - spanMs;
  const key = keys.balanceSeries(ref);
  const points = await copied(redis, key, `last ${spanMs}`, async () =>
    (await redis.ts.range(key, from, '+')).map(toPoint),
  );
  return points.filter(({ x }) => x >= from);
}

/** The coarsest tier whose buckets make up the step; the raw series for steps below the finest tier. */
function tierFor(stepMs: number): BalanceTier | undefined {
  return BALANCE_TIER_NAMES.filter((tier) => {
    const { keeps, bucketMs } = BALANCE_TIERS[tier];
    return keeps === 'LAST' && stepMs % bucketMs === 0;
  }).at(-1);
}

/** The last balance of each bucket from the one that holds `from` on; `x` is the bucket's beginning. */
async function readBuckets(redis: Redis, ref: AccountRef, from: number, stepMs: number) {
  const key = keys.balanceSeries(ref, tierFor(stepMs));
  // The bucket that holds `from` is read whole: its end is in the range.
  const bucketOfFrom = Math.floor(from / stepMs) * stepMs;
  const samples = await redis.ts.range(key, bucketOfFrom, '+', {
    LATEST: true,
    AGGREGATION: { type: 'LAST', timeBucket: stepMs },
  });
  return samples.map(toPoint);
}

/**
 * The booking from `from` on after which the balance was lowest, or highest; null without one. From the series itself up
 * to the first whole hour, then from the tier, whose bucket names the hours to look for the moment in. Sends two TS.RANGE,
 * O(buckets), and one more with FILTER_BY_VALUE and COUNT 1, O(entries of a bucket).
 */
async function extreme(
  redis: Redis,
  ref: AccountRef,
  { from, stepMs, tier }: { from: number; stepMs: number; tier: '1h:min' | '1h:max' },
): Promise<BalancePoint | null> {
  const { keeps, bucketMs } = BALANCE_TIERS[tier];
  const wholeFrom = Math.ceil(from / bucketMs) * bucketMs;
  const timeBucket = Math.max(stepMs, bucketMs);
  /** The first of those that are furthest down, or up. */
  const furthest = (points: BalancePoint[]): BalancePoint | null =>
    points.toSorted(
      (a, b) => (keeps === 'MIN' ? a.yMinor - b.yMinor : b.yMinor - a.yMinor) || a.x - b.x,
    )[0] ?? null;
  const series = keys.balanceSeries(ref);
  const [edge, buckets] = await Promise.all([
    redis.ts.range(series, from, wholeFrom - 1),
    redis.ts.range(keys.balanceSeries(ref, tier), wholeFrom, '+', {
      LATEST: true,
      AGGREGATION: { type: keeps, timeBucket },
    }),
  ]);
  const [ofEdge, bucket] = [furthest(edge.map(toPoint)), furthest(buckets.map(toPoint))];
  if (!bucket || (ofEdge && furthest([ofEdge, bucket]) === ofEdge)) return ofEdge;
  const [sample] = await redis.ts.range(series, Math.max(bucket.x, from), bucket.x + timeBucket - 1, {
    FILTER_BY_VALUE: { min: bucket.yMinor, max: bucket.yMinor },
    COUNT: 1,
  });
  // The series keeps no sample that old: the moment is known to the hour.
  return sample ? toPoint(sample) : { x: Math.max(bucket.x, from), yMinor: bucket.yMinor };
}

/** In order, each moment once. */
const withExtremes = (points: BalancePoint[], extremes: BalancePoint[]): BalancePoint[] =>
  [...points, ...extremes.filter((one) => !points.some(({ x }) => x === one.x))].sort((a, b) => a.x - b.x);

const toPoint = ({ timestamp, value }: { timestamp: number; value: number }): BalancePoint => ({
  x: timestamp,
  yMinor: value,
});
