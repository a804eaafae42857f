/** The available balance over time, from the time series that each event adds to and the tiers Redis compacts it into. */
import { type BalanceRange, bucketMsOf, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { copied } from '#lib/redis/copies.ts';
import {
  BALANCE_TIER_NAMES,
  BALANCE_TIERS,
  type BalanceTier,
  keys,
  RAW_SAMPLES_KEPT_MS,
} from '#lib/redis/keys.ts';
import { HOUR } from '#lib/time.ts';

/** `x` in milliseconds; the available balance was `yMinor` at that moment, whatever happened in between. */
export type BalancePoint = { x: number; yMinor: number };

/**
 * The available balance over a range in at most 500 points: one at the beginning (carried forward, or the opening of a
 * younger account), one now, and between them the balance at the end of each bucket with an event, and the events after
 * which it was lowest and highest. A range longer than raw samples are kept begins with a whole hour, since only buckets
 * are left there. Without a series, no points. Sends HMGET, what `availableAt` and `extreme` send and one TS.RANGE … LATEST
 * AGGREGATION last of the coarsest tier that fits, O(buckets); LATEST includes the tier's open bucket. It is never earlier
 * than the last event, whatever the clock's error (`redisNow`).
 */
export async function balanceHistory(redis: Redis, ref: AccountRef, range: BalanceRange) {
  const [clock, [opened, openingBalance, lastAt]] = await Promise.all([
    redisNow(redis),
    redis.hmGet(keys.account(ref), ['openingAt', 'openingBalance', 'lastAt']),
  ]);
  if (!opened) return { points: [] };
  const openingAt = Number(opened);
  const now = Math.max(clock, Number(lastAt ?? 0));
  const spanMs = range === 'all' ? now - openingAt : RANGE_SPAN_MS[range];
  const from = Math.max(spanMs > RAW_SAMPLES_KEPT_MS ? hourOf(now - spanMs) - 1 : now - spanMs, openingAt);
  const stepMs = bucketMsOf(now - from);
  // Nothing came before the opening in its hour, whose samples may be gone.
  const wholeFrom = hourOf(from) + (from === openingAt ? 0 : HOUR);
  const [before, buckets, ...found] = await Promise.all([
    from === openingAt ? null : availableAt(redis, ref, from),
    readBuckets(redis, ref, from, stepMs),
    extreme(redis, ref, { from: from + 1, wholeFrom, stepMs, tier: '1h:min' }),
    extreme(redis, ref, { from: from + 1, wholeFrom, stepMs, tier: '1h:max' }),
  ]);
  const first = { x: from, yMinor: before ?? Number(openingBalance) };
  const points = [
    first,
    ...withExtremes(
      buckets.map(({ x, yMinor }) => ({ x: Math.min(x + stepMs - 1, now), yMinor })),
      found.filter((point) => point !== null).filter(({ yMinor }) => yMinor !== first.yMinor),
    ).filter(({ x }) => x > from && x <= now),
  ];
  const last = points.at(-1);
  if (last && last.x < now) points.push({ x: now, yMinor: last.yMinor });
  return { points };
}

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR) * HOUR;

/** The tiers that keep the last balance of each bucket, the finest first. */
const LAST_TIERS = BALANCE_TIER_NAMES.filter((tier) => BALANCE_TIERS[tier].keeps === 'LAST');

/**
 * The available balance at a moment: the newest sample of the series by then, or where it keeps none that old, of the finest
 * tier that has a bucket which ended by then; null without one. TS.REVRANGE … COUNT 1 of each, sent together, O(log samples).
 */
async function availableAt(redis: Redis, ref: AccountRef, atMs: number): Promise<number | null> {
  const newest = await Promise.all(
    [undefined, ...LAST_TIERS].map((tier) => {
      const until = tier ? atMs + 1 - BALANCE_TIERS[tier].bucketMs : atMs;
      return redis.ts.revRange(keys.balanceSeries(ref, tier), '-', until, { COUNT: 1 });
    }),
  );
  return newest.flat()[0]?.value ?? null;
}

/** The newest sample; the opening is the first. TS.GET, O(1). */
export async function currentBalance(redis: Redis, ref: AccountRef): Promise<BalancePoint> {
  const sample = await redis.ts.get(keys.balanceSeries(ref));
  if (!sample) throw new TypeError('an open account has a balance');
  return toPoint(sample);
}

/**
 * The available balance after each event of the last `spanMs`, oldest first. TS.RANGE of the raw series, O(samples in it),
 * or a copy.
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
  return LAST_TIERS.filter((tier) => stepMs % BALANCE_TIERS[tier].bucketMs === 0).at(-1);
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
 * The event from `from` on after which the balance was lowest, or highest; null without one. From the series itself up to
 * `wholeFrom`, then from the tier, whose bucket names the hours to look for the moment in; where the series keeps
 * none that old, the tier knows the hour. Sends two TS.RANGE, O(buckets), and two more with FILTER_BY_VALUE and COUNT 1,
 * O(samples of a bucket).
 */
async function extreme(
  redis: Redis,
  ref: AccountRef,
  {
    from,
    wholeFrom,
    stepMs,
    tier,
  }: { from: number; wholeFrom: number; stepMs: number; tier: '1h:min' | '1h:max' },
): Promise<BalancePoint | null> {
  const { keeps, bucketMs } = BALANCE_TIERS[tier];
  const timeBucket = Math.max(stepMs, bucketMs);
  /** The first of those that are furthest down, or up. */
  const furthest = (points: BalancePoint[]): BalancePoint | null =>
    points.toSorted(
      (a, b) => (keeps === 'MIN' ? a.yMinor - b.yMinor : b.yMinor - a.yMinor) || a.x - b.x,
    )[0] ?? null;
  const [series, compacted] = [keys.balanceSeries(ref), keys.balanceSeries(ref, tier)];
  const [edge, buckets] = await Promise.all([
    from < wholeFrom ? redis.ts.range(series, from, wholeFrom - 1) : [],
    redis.ts.range(compacted, wholeFrom, '+', {
      LATEST: true,
      AGGREGATION: { type: keeps, timeBucket },
    }),
  ]);
  const [ofEdge, bucket] = [furthest(edge.map(toPoint)), furthest(buckets.map(toPoint))];
  if (!bucket || (ofEdge && furthest([ofEdge, bucket]) === ofEdge)) return ofEdge;
  const { x, yMinor } = bucket;
  const those = { FILTER_BY_VALUE: { min: yMinor, max: yMinor }, COUNT: 1 };
  const [[sample], [hour]] = await Promise.all([
    redis.ts.range(series, Math.max(x, from), x + timeBucket - 1, those),
    redis.ts.range(compacted, x, x + timeBucket - 1, { ...those, LATEST: true }),
  ]);
  if (sample) return toPoint(sample);
  return hour ? { x: Math.max(hour.timestamp, from), yMinor } : null;
}

/** In order, each moment once. */
const withExtremes = (points: BalancePoint[], extremes: BalancePoint[]): BalancePoint[] =>
  [...points, ...extremes.filter((one) => !points.some(({ x }) => x === one.x))].sort((a, b) => a.x - b.x);

const toPoint = ({ timestamp, value }: { timestamp: number; value: number }): BalancePoint => ({
  x: timestamp,
  yMinor: value,
});
