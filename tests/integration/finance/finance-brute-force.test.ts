import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extent, readAt } from '#app/_kit/charts/points.ts';
import { changeSince } from '#app/(bank)/overview/overview-state.ts';
import { balanceHistory, currentBalance, recentBalances } from '#lib/finance/balance.ts';
import { BALANCE_RANGES, type BalanceRange, bucketMsOf, RANGE_SPAN_MS } from '#lib/finance/ranges.ts';
import { netSpends, spenders } from '#lib/finance/spenders.ts';
import { accountTotals } from '#lib/finance/totals.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { RAW_SAMPLES_KEPT_MS } from '#lib/redis/keys.ts';
import { HOUR, MINUTE, monthOf, SECOND } from '#lib/time.ts';
import {
  adminRedis,
  newCustomer,
  OPENED_AT,
  OPENING_MINOR,
  somePostings,
  withEntries,
} from '#tests/integration/api/api-world.ts';

const MAX_POINTS = 500;

let redis: Redis;
let ref: AccountRef;
let empty: AccountRef;
let booked: Posting[];
beforeAll(async () => {
  redis = await adminRedis();
  [ref, empty] = (await newCustomer(redis, 2)).refs as [AccountRef, AccountRef];
  const now = Date.now();
  // Most of a year, and then as it is with a worker: one every ten seconds of the last minutes.
  const past = somePostings(2000, 31);
  const recent = somePostings(40, 32).map((posting, at) => ({
    ...posting,
    at: now - (40 - at) * 10 * SECOND,
  }));
  booked = await withEntries(redis, ref, [...past, ...recent]);
});
afterAll(() => redis.destroy());

/** The balance at the end of a moment, by adding up everything before it. */
const balanceAt = (at: number) =>
  booked.reduce((sum, posting) => sum + (posting.at <= at ? posting.amountMinor : 0), OPENING_MINOR);

describe('the balance over', () => {
  test.each(BALANCE_RANGES)(
    '%s has at most 500 points, each of them what was booked by then',
    async (range) => {
      const before = Date.now();
      const { points } = await balanceHistory(redis, ref, range);
      const after = Date.now();
      expect(points.length).toBeGreaterThanOrEqual(2);
      expect(points.length).toBeLessThanOrEqual(MAX_POINTS);
      // Of the lowest and the highest that is older than the samples the hour is known.
      const near = (x: number) => [x, ...booked.map(({ at }) => at).filter((at) => at > x && at < x + HOUR)];
      for (const { x, yMinor } of points) {
        const isHour = x % HOUR === 0 && x < after - RAW_SAMPLES_KEPT_MS;
        const said = new Date(x).toISOString();
        if (isHour) expect(near(x).map(balanceAt), said).toContain(yMinor);
        else expect(yMinor, said).toBe(balanceAt(x));
      }

      const times = points.map(({ x }) => x);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      const [first = 0, last = 0] = [times[0], times.at(-1)];
      const SLACK_MS = SECOND;
      expect(last).toBeGreaterThanOrEqual(before - SLACK_MS);
      expect(last).toBeLessThanOrEqual(after + SLACK_MS);
      const span = range === 'all' ? last - OPENED_AT : RANGE_SPAN_MS[range];
      const changed = booked.filter(({ at }) => at > first && at <= last);
      expect(changeSince(points, first, points.at(-1)?.yMinor ?? 0)).toBe(
        changed.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      );
      // No earlier than the account itself, and with a whole hour where samples of that age are gone.
      const begins = span > RAW_SAMPLES_KEPT_MS ? Math.floor((last - span) / HOUR) * HOUR - 1 : last - span;
      expect(first).toBe(Math.max(begins, OPENED_AT));
    },
  );

  test.each<[BalanceRange, number]>([
    ['5min', SECOND],
    ['1h', 10 * SECOND],
    ['1d', 5 * MINUTE],
    ['1w', 30 * MINUTE],
    ['1mo', 120 * MINUTE],
  ])('%s leaves out no step of its width', async (range, stepMs) => {
    const { points } = await balanceHistory(redis, ref, range);
    const [from = 0, to = 0] = [points[0]?.x, points.at(-1)?.x];
    const ends = booked
      .filter(({ at }) => at > from && at <= to)
      .map(({ at }) => Math.min(to, Math.floor(at / stepMs) * stepMs + stepMs - 1));
    const shown = new Set(points.map(({ x }) => x));
    expect(ends.filter((end) => !shown.has(end))).toEqual([]);
  });

  test('each range has its lowest and highest balance, at the booking that made it', async () => {
    let [low, high] = [Infinity, -Infinity];
    for (const range of BALANCE_RANGES) {
      const { points } = await balanceHistory(redis, ref, range);
      const [from = 0, to = 0] = [points[0]?.x, points.at(-1)?.x];
      const within = booked.filter(({ at }) => at > from && at <= to).map(({ at }) => balanceAt(at));
      const found = extent(points);
      expect(found?.low.yMinor, range).toBe(Math.min(balanceAt(from), ...within));
      expect(found?.high.yMinor, range).toBe(Math.max(balanceAt(from), ...within));
      for (const { x } of [found?.low, found?.high].filter((point) => point !== undefined)) {
        // Of what is older than the samples the hour is known.
        const offMs = x < (booked.at(-1)?.at ?? 0) - RAW_SAMPLES_KEPT_MS ? HOUR : 1;
        expect(x === from || booked.some(({ at }) => at >= x && at < x + offMs), `${range} ${x}`).toBe(true);
      }
      // A longer range has at least what a shorter one has.
      expect(found?.low.yMinor, range).toBeLessThanOrEqual(low);
      expect(found?.high.yMinor, range).toBeGreaterThanOrEqual(high);
      [low, high] = [found?.low.yMinor ?? Number.NaN, found?.high.yMinor ?? Number.NaN];
    }
  });

  test('each moment of each range is read as what was booked by the moment that is named, within a point’s width', async () => {
    for (const range of BALANCE_RANGES) {
      const { points } = await balanceHistory(redis, ref, range);
      const [from = 0, to = 0] = [points[0]?.x, points.at(-1)?.x];
      const bucketMs = bucketMsOf(to - from);
      // Of the lowest and the highest that is older than the samples the hour is known.
      const vague = points.filter(({ x }) => x % HOUR === 0 && x < to - RAW_SAMPLES_KEPT_MS);
      expect(vague.length).toBeLessThanOrEqual(2);
      for (let nth = 0; nth <= 400; nth += 1) {
        const at = Math.round(from + ((to - from) * nth) / 400);
        const read = readAt(points, at, bucketMs);
        if (!read) throw new Error('nothing is read');
        if (vague.some(({ x }) => at > x - bucketMs && at < x + HOUR)) continue;
        expect(read.yMinor, `${range} ${new Date(at).toISOString()}`).toBe(balanceAt(read.x));
        expect(read.x - at).toBeGreaterThanOrEqual(0);
        expect(read.x - at).toBeLessThan(bucketMs);
        // Where nothing was booked for long, the moment itself is read.
        const near = booked.some((posting) => Math.abs(posting.at - at) <= bucketMs);
        if (!near && at <= to - bucketMs) expect(read.x).toBe(at);
      }
    }
  });

  test('an account to which nothing was booked is a level line', async () => {
    for (const range of BALANCE_RANGES) {
      const { points } = await balanceHistory(redis, empty, range);
      expect(points.length).toBeGreaterThanOrEqual(2);
      expect(new Set(points.map(({ yMinor }) => yMinor))).toEqual(new Set([OPENING_MINOR]));
    }
  });

  test('the last minutes are every entry of them', async () => {
    const recent = await recentBalances(redis, ref, 5 * MINUTE);
    const expected = booked.filter(({ at }) => at >= (recent[0]?.x ?? 0));
    expect(recent.length).toBeGreaterThan(20);
    expect(recent).toEqual(expected.map(({ at }) => ({ x: at, yMinor: balanceAt(at) })));
    expect(await recentBalances(redis, empty, 5 * MINUTE)).toEqual([]);
  });

  test('now is what all entries add up to, since the last of them', async () => {
    const last = booked.at(-1) as Posting;
    expect(await currentBalance(redis, ref)).toEqual({ x: last.at, yMinor: balanceAt(last.at) });
    expect(await currentBalance(redis, empty)).toEqual({ x: OPENED_AT, yMinor: OPENING_MINOR });
  });
});

const periods = () => ['all', ...new Set(booked.map(({ at }) => monthOf(at, 'UTC')))];

/** Net spend by counterparty, by adding up. */
function spentIn(period: string): { name: string; amountMinor: number }[] {
  const net = new Map<string, number>();
  for (const { counterparty, amountMinor, at } of booked) {
    if (period !== 'all' && monthOf(at, 'UTC') !== period) continue;
    net.set(counterparty, (net.get(counterparty) ?? 0) - amountMinor);
  }
  return [...net]
    .map(([name, amountMinor]) => ({ name, amountMinor }))
    .sort((a, b) => b.amountMinor - a.amountMinor);
}

describe('spenders', () => {
  test('are those on whom the most was spent, in all and in each month, and the others add up', async () => {
    expect(periods().length).toBeGreaterThan(9);
    for (const period of periods()) {
      const spending = spentIn(period).filter(({ amountMinor }) => amountMinor > 0);
      for (const limit of [1, 3, 500]) {
        const { items, otherMinor } = await spenders(redis, ref, period, limit);
        expect(items).toEqual(spending.slice(0, limit));
        expect(otherMinor).toBe(spending.slice(limit).reduce((sum, { amountMinor }) => sum + amountMinor, 0));
      }
    }
  });

  test('a counterparty that paid back more than it got is no spender, and is in the net of everybody', async () => {
    for (const period of periods()) expect(await netSpends(redis, ref, period)).toEqual(spentIn(period));
  });

  test('the net of everybody is what the balance lost', async () => {
    const all = await netSpends(redis, ref, 'all');
    const { yMinor } = await currentBalance(redis, ref);
    expect(all.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(OPENING_MINOR - yMinor);
  });

  test('a month without entries and an account without any have none', async () => {
    expect(await spenders(redis, ref, '1999-01', 5)).toEqual({ items: [], otherMinor: 0 });
    expect(await spenders(redis, empty, 'all', 5)).toEqual({ items: [], otherMinor: 0 });
    expect(await netSpends(redis, empty, 'all')).toEqual([]);
  });
});

test('totals, in all and by month, are the sums of the entries', async () => {
  const { all, months } = await accountTotals(redis, ref);
  const sums = (postings: Posting[]) => {
    const amounts = postings.map(({ amountMinor }) => amountMinor);
    const sum = (list: number[]) => list.reduce((total, amount) => total + amount, 0);
    return {
      count: amounts.length,
      inMinor: sum(amounts.filter((amount) => amount > 0)),
      outMinor: -sum(amounts.filter((amount) => amount < 0)),
      movedMinor: 0,
    };
  };
  expect(all).toEqual(sums(booked));
  const expected = periods().slice(1).sort();
  expect(Object.keys(months)).toEqual(expected);
  for (const month of expected) {
    expect(months[month]).toEqual(sums(booked.filter(({ at }) => monthOf(at, 'UTC') === month)));
  }
  expect(await accountTotals(redis, empty)).toEqual({
    all: { count: 0, inMinor: 0, outMinor: 0, movedMinor: 0 },
    months: {},
  });
});
