import { describe, expect, test } from 'vitest';
import { appended, extent, type OverviewState, ranked, reduceOverview } from '#app/_ui/overview/state.ts';
import { MINUTE } from '#lib/time.ts';
import type { EntryView } from '#lib/transactions/schema.ts';

const AT = Date.parse('2026-11-24T14:00:00Z');

const entry = (seq: number, amountMinor: number, counterparty = 'Aldi'): EntryView => ({
  account: 'a_0123456789',
  seq,
  id: `id-${seq}`,
  counterparty,
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor,
  balanceAfterMinor: 100_000 + amountMinor,
  at: AT + seq * 10_000,
});

const state: OverviewState = {
  balanceMinor: 100_000,
  seq: 10,
  at: AT,
  latest: Array.from({ length: 10 }, (_, n) => entry(10 - n, -100)),
  range: '5min',
  points: [{ x: AT, yMinor: 100_000 }],
  period: '2026-11',
  spenders: {
    all: [{ name: 'Aldi', amountMinor: 90_000 }],
    '2026-11': [
      { name: 'Aldi', amountMinor: 5_000 },
      { name: 'Rent', amountMinor: 5_500 },
    ],
  },
  fresh: [],
};

const posted = (from: OverviewState, next: EntryView, month = '2026-11') =>
  reduceOverview(from, { type: 'posted', entry: next, balanceMinor: next.balanceAfterMinor, month });

const topOf = (from: OverviewState, period: string) => ranked(from.spenders[period] ?? [], 5).top;

describe('one posting moves everything', () => {
  test('balance, list, line and spenders follow from the event alone', () => {
    const next = posted(state, entry(11, -900));
    expect(next.balanceMinor).toBe(99_100);
    expect(next.latest.map(({ seq }) => seq)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(next.points.at(-1)).toEqual({ x: AT + 110_000, yMinor: 99_100 });
    expect(topOf(next, '2026-11')[0]).toEqual({ name: 'Aldi', amountMinor: 5_900 });
    expect(topOf(next, 'all')[0]).toEqual({ name: 'Aldi', amountMinor: 90_900 });
  });

  test('a posting that comes twice changes nothing', () => {
    const next = posted(state, entry(11, -900));
    expect(posted(next, entry(11, -900))).toBe(next);
  });

  test('a posting of another month leaves the spenders of this one alone', () => {
    const next = posted(state, entry(11, -900), '2026-12');
    expect(next.spenders['2026-11']).toBe(state.spenders['2026-11']);
    expect(topOf(next, '2026-12')).toEqual([{ name: 'Aldi', amountMinor: 900 }]);
  });

  test('money that comes back lowers what was spent', () => {
    expect(topOf(posted(state, entry(11, 2_000)), '2026-11')[1]).toEqual({
      name: 'Aldi',
      amountMinor: 3_000,
    });
  });
});

describe('the line', () => {
  test('keeps one point before the range, as the level it enters with', () => {
    const points = [0, 1, 2, 3].map((n) => ({ x: AT + n * MINUTE, yMinor: n }));
    const next = appended(points, { x: AT + 7.5 * MINUTE, yMinor: 9 }, '5min');
    expect(next.map(({ yMinor }) => yMinor)).toEqual([2, 3, 9]);
  });

  test('does not grow for ever on a page that stays open', () => {
    let points = [
      { x: AT, yMinor: 0 },
      { x: AT + 365 * 24 * 60 * MINUTE, yMinor: 0 },
    ];
    for (let n = 1; n <= 2_000; n += 1) {
      points = appended(points, { x: AT + 365 * 24 * 60 * MINUTE + n * 10_000, yMinor: n }, 'all');
    }
    expect(points.length).toBeLessThan(10);
    expect(points.at(-1)?.yMinor).toBe(2_000);
  });

  test('a series read before the newest posting is brought up to it', () => {
    const next = reduceOverview(
      { ...state, at: AT + 5_000, balanceMinor: 7 },
      { type: 'range', range: '1h', points: [{ x: AT, yMinor: 1 }] },
    );
    expect(next.points).toEqual([
      { x: AT, yMinor: 1 },
      { x: AT + 5_000, yMinor: 7 },
    ]);
  });

  test('names its lowest and highest point', () => {
    const points = [3, 1, 2].map((yMinor, x) => ({ x, yMinor }));
    expect(extent(points)).toEqual({ low: points[1], high: points[0] });
    expect(extent([])).toBeNull();
  });
});

test('five slices and Other add up to the whole, and whoever paid in is not a spender', () => {
  const spenders = [7, 6, 5, 4, 3, 2, 1, -50].map((amountMinor) => ({
    name: `n${amountMinor}`,
    amountMinor,
  }));
  const { top, otherMinor, totalMinor } = ranked(spenders, 5);
  expect(top.map(({ amountMinor }) => amountMinor)).toEqual([7, 6, 5, 4, 3]);
  expect(otherMinor).toBe(3);
  expect(totalMinor).toBe(28);
});
