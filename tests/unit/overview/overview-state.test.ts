import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extent } from '#app/_kit/charts/points.ts';
import { ranked } from '#app/_kit/charts/ranking.ts';
import {
  aheadOf,
  appended,
  changeSince,
  LATEST_ROWS,
  type OverviewState,
  pack,
  reduceOverview,
  shownOf,
  spentOn,
  unpack,
} from '#app/(bank)/overview/overview-state.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import { MINUTE } from '#lib/time.ts';

const AT = Date.parse('2026-11-24T14:00:00Z');

const entry = (seq: number, amountMinor: number, counterparty = 'Aldi'): EntryView => ({
  status: 'booked' as const,
  account: 'a_0123456789',
  seq,
  id: `id-${seq}`,
  counterparty,
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor,
  balanceAfterMinor: 100_000 + amountMinor,
  availableAfterMinor: 100_000 + amountMinor,
  at: AT + seq * 10_000,
});

const groceries = (outMinor: number, name = 'Aldi') => ({
  category: 'groceries',
  count: 1,
  inMinor: 0,
  outMinor,
  merchants: [{ name, amountMinor: outMinor }],
});

const state: OverviewState = {
  balanceMinor: 100_000,
  availableMinor: 100_000,
  seq: 10,
  at: AT,
  pending: [],
  latest: Array.from({ length: 5 }, (_, n) => entry(10 - n, -100)),
  due: null,
  range: '5min',
  points: [{ x: AT, yMinor: 100_000 }],
  months: [{ month: '2026-11', count: 3, inMinor: 5_000, outMinor: 7_000 }],
  categories: {
    all: [groceries(90_000)],
    '2026-11': [groceries(5_000), { ...groceries(5_500, 'Rent'), category: 'housing' }],
  },
  received: [],
  fresh: [],
};

const posted = (from: OverviewState, next: EntryView, month = '2026-11') =>
  reduceOverview(from, {
    type: 'posted',
    entry: next,
    balanceMinor: next.balanceAfterMinor,
    availableMinor: next.availableAfterMinor ?? next.balanceAfterMinor,
    month,
  });

const pendingOf = (id: string, amountMinor: number, at = AT): PendingView => ({
  status: 'pending',
  account: 'a_0123456789',
  id,
  counterparty: 'Aldi',
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor,
  at,
  expiresAt: at + 60_000,
});

const topOf = (from: OverviewState, period: string) => ranked(spentOn(from.categories[period] ?? []), 5).top;

describe('one posting moves everything', () => {
  test('balance, list, line and spending follow from the event alone', () => {
    const next = posted(state, entry(11, -900));
    expect(next.balanceMinor).toBe(99_100);
    expect(next.latest.map(({ seq }) => seq)).toEqual([11, 10, 9, 8, 7]);
    expect(next.points.at(-1)).toEqual({ x: AT + 110_000, yMinor: 99_100 });
    expect(topOf(next, '2026-11')[0]).toEqual({ name: 'groceries', amountMinor: 5_900 });
    expect(topOf(next, 'all')[0]).toEqual({ name: 'groceries', amountMinor: 90_900 });
  });

  test('a posting that comes twice changes nothing', () => {
    const next = posted(state, entry(11, -900));
    expect(posted(next, entry(11, -900))).toBe(next);
  });

  test('a posting of another month leaves the spending of this one alone', () => {
    const next = posted(state, entry(11, -900), '2026-12');
    expect(next.categories['2026-11']).toBe(state.categories['2026-11']);
    expect(topOf(next, 'all')).toEqual([{ name: 'groceries', amountMinor: 90_900 }]);
  });

  test('money that comes back lowers what was spent', () => {
    expect(topOf(posted(state, entry(11, 2_000)), '2026-11')[1]).toEqual({
      name: 'groceries',
      amountMinor: 3_000,
    });
  });
});

describe('what is neither income nor spending', () => {
  test('a pending transaction lowers what is available, and is in no sum until it is booked', () => {
    const pending = pendingOf('id-11', -900, AT + 5_000);
    const kind = 'authorized';
    const at = pending.at;
    const held = reduceOverview(state, { type: 'pending', kind, pending, availableMinor: 99_100, at });
    expect([held.balanceMinor, held.availableMinor]).toEqual([100_000, 99_100]);
    expect(held.points.at(-1)).toEqual({ x: at, yMinor: 99_100 });
    expect([held.months, held.categories, held.latest]).toEqual([
      state.months,
      state.categories,
      state.latest,
    ]);
    expect(held.fresh).toEqual(['id-11']);
    expect(shownOf(held).map(({ id }) => id)).toEqual(['id-11', 'id-10', 'id-9', 'id-8', 'id-7']);
    // It is booked with the same id, at its final amount.
    const next = posted(held, entry(11, -1_000));
    expect(next.pending).toEqual([]);
    expect(next.latest[0]).toEqual(entry(11, -1_000));
    expect(next.months).toEqual([{ ...state.months[0], count: 4, outMinor: 8_000 }]);
  });

  test('one that is voided, expires or was declined leaves no trace but the available balance', () => {
    const pending = pendingOf('p', -900);
    for (const kind of ['voided', 'expired', 'declined'] as const) {
      const before = { ...state, pending: kind === 'declined' ? [] : [pending], availableMinor: 99_100 };
      const next = reduceOverview(before, {
        type: 'pending',
        kind,
        pending,
        availableMinor: 100_000,
        at: AT,
      });
      expect([next.pending, next.availableMinor, next.latest]).toEqual([[], 100_000, state.latest]);
    }
  });

  test('of many pending ones two are shown, and what was paid stays among the latest', () => {
    const pending = [1, 2, 3, 4].map((n) => pendingOf(`p${n}`, -n));
    const shown = shownOf({ ...state, pending });
    expect(shown.map(({ id }) => id)).toEqual(['p1', 'p2', 'id-10', 'id-9', 'id-8']);
    expect(shown).toHaveLength(LATEST_ROWS);
  });

  test('money moved to one’s own savings moves the balance alone', () => {
    const next = posted(state, { ...entry(11, -900), type: 'own_transfer' });
    expect(next.balanceMinor).toBe(99_100);
    expect(next.months).toEqual([{ ...state.months[0], count: 4 }]);
    expect(next.categories).toEqual(state.categories);
  });
});

describe('months and categories', () => {
  const coffee = (seq: number, amountMinor: number) => ({ ...entry(seq, amountMinor), category: 'coffee' });

  test('a posting is in its month, and begins one that had none', () => {
    const next = posted(posted(state, entry(11, -900)), entry(12, 400), '2026-12');
    expect(next.months).toEqual([
      { month: '2026-11', count: 4, inMinor: 5_000, outMinor: 7_900 },
      { month: '2026-12', count: 1, inMinor: 400, outMinor: 0 },
    ]);
  });

  test('a posting is in its category, of its own month and of all time', () => {
    const sums = { ...groceries(300, 'Costa'), category: 'coffee' };
    const known = { ...state, categories: { all: [sums], '2026-11': [sums], '2026-10': [sums] } };
    const next = posted(posted(known, coffee(11, -200)), entry(12, -100));
    const [more, fresh] = [
      {
        ...sums,
        count: 2,
        outMinor: 500,
        merchants: [...sums.merchants, { name: 'Aldi', amountMinor: 200 }],
      },
      groceries(100),
    ];
    expect(next.categories).toEqual({ all: [more, fresh], '2026-11': [more, fresh], '2026-10': [sums] });
  });

  test('a refund comes off its merchant, and what is moved is behind no category', () => {
    const refund = posted(state, coffee(11, 400));
    expect(refund.categories.all?.at(-1)?.merchants).toEqual([{ name: 'Aldi', amountMinor: -400 }]);
    const moved = posted(state, { ...coffee(11, -400), type: 'own_transfer' });
    expect(moved.categories).toEqual(state.categories);
  });

  test('sums that arrive late have each posting once, whether they were counted before or after it', () => {
    const counts = (upTo: number) =>
      upTo === 10 ? [] : [{ ...groceries((upTo - 10) * 100), category: 'coffee', count: upTo - 10 }];
    for (let upTo = 10; upTo <= 15; upTo += 1) {
      let now: OverviewState = { ...state, categories: {} };
      for (let seq = 11; seq <= 15; seq += 1) now = posted(now, coffee(seq, -100));
      const read = (period: string, items: OverviewState['categories'][string]) =>
        reduceOverview(now, { type: 'categories', read: [{ period, items, seq: upTo }] });
      now = read('2026-11', counts(upTo));
      expect(now.categories['2026-11'], `up to ${upTo}`).toEqual(counts(15));
      now = read('2026-10', []);
      expect(now.categories['2026-10']).toEqual([]);
    }
  });
});

describe('what is due, on the line', () => {
  const pay = (day: string, amountMinor: number, counterparty = 'Rent') => ({
    counterparty,
    day,
    amountMinor,
    byAmount: false,
  });
  const due = {
    payday: '2026-12-20',
    income: { counterparty: 'Work', amountMinor: 3000, byAmount: false },
    payments: [
      pay('2026-11-20', 10, 'Late'),
      pay('2026-11-26', 500),
      pay('2026-12-01', 20),
      pay('2026-12-15', 7),
    ],
  };
  const ahead = (range: OverviewState['range']) => aheadOf({ due, range, availableMinor: 1000 }, AT, 'UTC');

  test('are the balances after each payment, no further ahead than a quarter of the chart, and none after payday', () => {
    expect(ahead('1w')).toEqual({
      ahead: [
        { x: AT, yMinor: 990, after: 'Late' },
        { x: Date.parse('2026-11-26T00:00:00Z'), yMinor: 490, after: 'Rent' },
      ],
      end: AT + (7 / 4) * 24 * 60 * MINUTE,
    });
    expect(ahead('1mo').ahead.map(({ yMinor }) => yMinor)).toEqual([990, 490, 470]);
    expect(ahead('3mo').ahead.at(-1)?.yMinor).toBe(463);
    expect(ahead('3mo').end).toBe(AT + (91 / 4) * 24 * 60 * MINUTE);
  });

  test('are none where a day is too wide or too narrow, and without payments', () => {
    for (const range of ['5min', '1h', '1d', '1y', 'all'] as const) {
      expect(ahead(range)).toEqual({ ahead: [], end: AT });
    }
    expect(aheadOf({ due: null, range: '1mo', availableMinor: 1 }, AT, 'UTC')).toEqual({
      ahead: [],
      end: AT,
    });
  });
});

describe('the change over the period', () => {
  test('is the balance less what it was when the range began, wherever between two points that is', () => {
    const points = [0, 1, 2].map((n) => ({ x: AT + n * MINUTE, yMinor: 100 * n }));
    expect(changeSince(points, AT, 950)).toBe(950);
    expect(changeSince(points, AT + 1.5 * MINUTE, 950)).toBe(850);
    // Nothing was booked since: a page left open says so.
    expect(changeSince(points, AT + 9 * MINUTE, 200)).toBe(0);
    expect(changeSince([], AT, 200)).toBe(0);
  });
});

describe('the line', () => {
  test('has at most 500 points, whatever is appended to however many', () => {
    const ranges = fc.constantFrom('5min' as const, '1d' as const, '1y' as const, 'all' as const);
    const gaps = fc.array(fc.integer({ min: 1, max: 400 * MINUTE }), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 500 }), gaps, (range, before, after) => {
        let points = Array.from({ length: before }, (_, n) => ({ x: AT + n * 1000, yMinor: n }));
        let x = AT + before * 1000;
        for (const gap of after) {
          x += gap;
          points = appended(points, { x, yMinor: x }, range);
          expect(points.length).toBeLessThanOrEqual(500);
          expect(points.at(-1)).toEqual({ x, yMinor: x });
        }
        const times = points.map((point) => point.x);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

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
      { ...state, at: AT + 5_000, availableMinor: 7 },
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
  const { top, others, otherMinor, totalMinor } = ranked(spenders, 5);
  expect(others.map(({ amountMinor }) => amountMinor)).toEqual([2, 1]);
  expect(top.map(({ amountMinor }) => amountMinor)).toEqual([7, 6, 5, 4, 3]);
  expect(otherMinor).toBe(3);
  expect(totalMinor).toBe(28);
});

test('the points that a page takes along are those that were read', () => {
  const points = fc.array(fc.record({ x: fc.nat({ max: 2 ** 45 }), yMinor: fc.integer() }));
  fc.assert(
    fc.property(points, (list) => {
      const read = { ...state, points: list };
      expect(unpack(pack(read))).toEqual(read);
    }),
  );
});
