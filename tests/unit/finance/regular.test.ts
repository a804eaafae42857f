import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Regular, regularPayments } from '#lib/finance/regular.ts';
import type { Repeated } from '#lib/search/repeated.ts';
import { DAY, dayOf, HOUR, monthAfter } from '#lib/time.ts';

type Paid = Omit<Repeated, 'direction' | 'category'>;
const NOW = Date.parse('2026-11-24T14:00:00Z');
const at = (day: string) => Date.parse(`${day}T06:00:00Z`);
const paidOn = (days: string[], amountMinor: number | number[] = -1599, counterparty = 'Netflix'): Paid[] =>
  days.map((day, index) => ({
    counterparty,
    amountMinor: Array.isArray(amountMinor) ? (amountMinor[index % amountMinor.length] ?? 0) : amountMinor,
    at: at(day),
  }));
const find = (paid: Paid[], now = NOW): Regular[] =>
  regularPayments(
    paid.map((one) => ({ ...one, category: 'subscriptions', direction: one.amountMinor > 0 ? 'in' : 'out' })),
    now,
    'UTC',
  );
/** On a day of the month, for the last `count` months up to November 2026. */
const months = (count: number, day: string, last = '2026-11'): string[] =>
  Array.from({ length: count }, (_, index) => `${monthAfter(last, index - count + 1)}-${day}`);

describe('a payment that comes again and again', () => {
  test('by month has its day, its amount and its next date', () => {
    expect(find(paidOn(months(12, '07')))).toEqual([
      {
        counterparty: 'Netflix',
        category: 'subscriptions',
        direction: 'out',
        every: 'month',
        amountMinor: -1599,
        minMinor: -1599,
        maxMinor: -1599,
        count: 12,
        lastAt: at('2026-11-07'),
        nextDay: '2026-12-07',
        byAmount: false,
      },
    ]);
  });

  test('on the last day of each month is expected on the last day of the next', () => {
    const ends = ['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'];
    expect(find(paidOn(ends, 2500, 'Redis Bank'))[0]).toMatchObject({
      direction: 'in',
      nextDay: '2026-11-30',
    });
  });

  test('a payment moved by weekends, even into the month before, keeps its day', () => {
    const moved = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-10-30'];
    expect(find(paidOn(moved))[0]).toMatchObject({ every: 'month', count: 4, nextDay: '2026-12-01' });
  });

  test('by week takes four, by year three', () => {
    const weeks = ['2026-10-28', '2026-11-04', '2026-11-11', '2026-11-18'];
    expect(find(paidOn(weeks))[0]).toMatchObject({ every: 'week', nextDay: '2026-11-25' });
    expect(find(paidOn(weeks.slice(1)))).toEqual([]);
    const years = ['2024-03-02', '2025-03-02', '2026-03-04'];
    expect(find(paidOn(years))[0]).toMatchObject({ every: 'year', nextDay: '2027-03-04' });
  });

  test('with amounts that differ is a range, and takes six', () => {
    const amounts = [-6200, -8000, -14_500, -9000, -7000, -6500];
    expect(find(paidOn(months(6, '03'), amounts))[0]).toMatchObject({
      amountMinor: -6500,
      minMinor: -6200,
      maxMinor: -14_500,
    });
    expect(find(paidOn(months(5, '03'), amounts))).toEqual([]);
    expect(find(paidOn(months(6, '03'), [-6200, -20_000]))).toEqual([]);
  });

  test('at a new price has that price once it was paid three times', () => {
    const prices = [...Array(6).fill(-1299), ...Array(3).fill(-1599)];
    expect(find(paidOn(months(9, '07'), prices))[0]).toMatchObject({ minMinor: -1599, maxMinor: -1599 });
  });

  test('is told from others of the same name by its amount', () => {
    const paid = [...paidOn(months(8, '22'), -299, 'Apple'), ...paidOn(months(7, '09'), -1099, 'Apple')];
    expect(find(paid).map(({ amountMinor, nextDay, byAmount }) => [amountMinor, nextDay, byAmount])).toEqual([
      [-1099, '2026-12-09', true],
      [-299, '2026-12-22', true],
    ]);
  });
});

describe('nothing is named that one cannot be sure of', () => {
  test.each<[string, Paid[]]>([
    ['two payments', paidOn(months(2, '07'))],
    ['a month left out', paidOn(['2026-08-07', '2026-10-07', '2026-11-07'])],
    ['one that stopped', paidOn(months(12, '07', '2026-09'))],
    ['a habit', paidOn(['2026-11-02', '2026-11-05', '2026-11-06', '2026-11-12', '2026-11-20'])],
    ['a payment between', [...paidOn(months(5, '07')), ...paidOn(['2026-10-20'])]],
    ['money in and out by turns', paidOn(months(6, '07'), [-1599, 1599])],
  ])('%s', (_, paid) => {
    expect(find(paid)).toEqual([]);
  });

  test('one that has not come is late for a week, and then it is over', () => {
    const paid = paidOn(months(6, '07', '2026-10'));
    expect(find(paid, at('2026-11-14'))[0]).toMatchObject({ nextDay: '2026-11-07' });
    expect(find(paid, at('2026-11-15'))).toEqual([]);
  });

  test('purchases of chance make no rhythm', () => {
    const purchase = fc.record({
      counterparty: fc.constantFrom('Tesco', 'Aldi', 'Shell', 'Uber'),
      amountMinor: fc.integer({ min: -9000, max: -500 }),
      at: fc.integer({ min: NOW - 365 * DAY, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(purchase, { minLength: 12, maxLength: 120 }), (paid) => {
        expect(find(paid)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('for any payment', () => {
  const steady = fc.record({
    day: fc.integer({ min: 1, max: 31 }),
    count: fc.integer({ min: 3, max: 24 }),
    amountMinor: fc.integer({ min: -500_00, max: 500_00 }).filter((amount) => amount !== 0),
    last: fc.constantFrom('2026-09', '2026-10', '2026-11'),
  });
  const datesOf = ({ day, count, last }: { day: number; count: number; last: string }) =>
    Array.from({ length: count }, (_, index) => {
      const month = monthAfter(last, index - count + 1);
      const length = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
      return `${month}-${String(Math.min(day, length)).padStart(2, '0')}`;
    });

  test('by month, whatever its day, the next date is that day of the month after, clipped to its length', () => {
    fc.assert(
      fc.property(steady, (one) => {
        // Whether the day is the 30th or the end of the month shows in longer series alone.
        fc.pre(one.day <= 28 || one.count >= 12);
        const days = datesOf(one);
        const lastAt = at(days.at(-1) ?? '');
        const [found] = find(paidOn(days, one.amountMinor), lastAt + HOUR);
        expect(found).toMatchObject({ every: 'month', count: one.count, amountMinor: one.amountMinor });
        expect(found?.nextDay).toBe(datesOf({ ...one, count: 1, last: monthAfter(one.last, 1) })[0]);
      }),
    );
  });

  test('neither the order of the rows nor other names change what is found', () => {
    fc.assert(
      fc.property(
        steady,
        fc.array(fc.integer({ min: NOW - 400 * DAY, max: NOW })),
        fc.gen(),
        (one, others, gen) => {
          const paid = paidOn(datesOf(one), one.amountMinor);
          const noise = others.map((when, index) => ({
            counterparty: `n${index}`,
            amountMinor: -1,
            at: when,
          }));
          const mixed = gen(fc.shuffledSubarray, [...paid, ...noise], {
            minLength: paid.length + noise.length,
          });
          expect(find(mixed)).toEqual(find(paid));
        },
      ),
    );
  });

  test('what is expected has not been missed for longer than its grace, and comes after the last', () => {
    fc.assert(
      fc.property(steady, (one) => {
        for (const { nextDay, lastAt } of find(paidOn(datesOf(one), one.amountMinor))) {
          expect(nextDay > dayOf(lastAt, 'UTC')).toBe(true);
          expect(at(nextDay)).toBeGreaterThan(NOW - 8 * DAY);
        }
      }),
    );
  });
});
