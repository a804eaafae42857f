import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodOf, presetOf, wholeMonth, wholeYear } from '#app/(bank)/transactions/_filters/periods.ts';
import { DAY, dayOf, daysAfter } from '#lib/time.ts';
import { VIEW_PERIODS } from '#lib/views/view-limits.ts';

describe('a period that is asked for by name', () => {
  test.each([
    ['thisMonth', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['thisMonth', '2026-02-28', '2026-02-01', '2026-02-28'],
    ['thisMonth', '2026-12-31', '2026-12-01', '2026-12-31'],
    ['lastMonth', '2024-03-31', '2024-02-01', '2024-02-29'],
    ['lastMonth', '2100-03-01', '2100-02-01', '2100-02-28'],
    ['lastMonth', '2026-01-15', '2025-12-01', '2025-12-31'],
    ['lastMonth', '2026-05-31', '2026-04-01', '2026-04-30'],
    ['last30', '2024-03-01', '2024-02-01', '2024-03-01'],
    ['last30', '2026-03-01', '2026-01-31', '2026-03-01'],
    ['last90', '2026-01-01', '2025-10-04', '2026-01-01'],
    ['thisYear', '2024-02-29', '2024-01-01', '2024-12-31'],
  ] as const)('%s on %s', (preset, today, from, to) => {
    expect(periodOf(preset, today)).toEqual({ from, to });
    expect(presetOf({ from, to }, today)).toBe(preset);
  });

  test('goes by the bank’s day, whatever day it is where one stands', () => {
    const at = Date.parse('2026-03-01T02:30:00Z');
    expect(periodOf('thisMonth', dayOf(at, 'UTC')).from).toBe('2026-03-01');
    expect(periodOf('thisMonth', dayOf(at, 'America/New_York'))).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(periodOf('last30', dayOf(at, 'Pacific/Kiritimati')).to).toBe('2026-03-01');
  });

  const today = fc
    .integer({ min: 0, max: 40_000 })
    .map((days) => new Date(days * DAY).toISOString().slice(0, 10));

  test('holds today (last month: ends the day before this one) and as many days as it says', () => {
    fc.assert(
      fc.property(today, fc.constantFrom(...VIEW_PERIODS), (day, preset) => {
        const { from, to } = periodOf(preset, day);
        const days = (Date.parse(to) - Date.parse(from)) / DAY + 1;
        if (preset === 'lastMonth') expect(daysAfter(to, 1)).toBe(periodOf('thisMonth', day).from);
        else expect(from <= day && day <= to).toBe(true);
        if (preset === 'last30') expect(days).toBe(30);
        if (preset === 'last90') expect(days).toBe(90);
        if (preset === 'thisYear') expect(days === 365 || days === 366).toBe(true);
        if (preset.endsWith('Month')) expect(wholeMonth({ from, to })).toBe(from.slice(0, 7));
      }),
    );
  });

  test('days are counted over months, leap days and years', () => {
    fc.assert(
      fc.property(today, fc.integer({ min: -800, max: 800 }), (day, days) => {
        expect((Date.parse(daysAfter(day, days)) - Date.parse(day)) / DAY).toBe(days);
      }),
    );
  });
});

test('only a month or a year that is whole has its name', () => {
  expect(wholeMonth({ from: '2026-02-01', to: '2026-02-27' })).toBeNull();
  expect(wholeMonth({ from: '2026-02-02', to: '2026-02-28' })).toBeNull();
  expect(wholeMonth({ from: '2026-02-01', to: '2026-03-31' })).toBeNull();
  expect(wholeMonth({ from: '2026-02-01' })).toBeNull();
  expect(wholeYear({ from: '2026-01-01', to: '2026-12-31' })).toBe('2026');
  expect(wholeYear({ from: '2026-01-01', to: '2027-12-31' })).toBeNull();
});
