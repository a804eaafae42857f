import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY,
  dayOf,
  daysOfMonth,
  HOUR,
  MINUTE,
  monthAfter,
  monthOf,
  SECOND,
  startOfDay,
  TICK,
} from '#lib/time.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Cairo',
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({ min: Date.UTC(2012, 0, 1), max: Date.UTC(2040, 0, 1) });

it('units are made of each other', () => {
  expect([SECOND, MINUTE, HOUR, DAY, TICK]).toEqual([1000, 60_000, 3_600_000, 86_400_000, 10_000]);
});

describe('the bank’s day', () => {
  it.each([
    ['2026-03-31T23:59:59.999Z', 'UTC', '2026-03-31'],
    ['2026-04-01T00:00:00.000Z', 'UTC', '2026-04-01'],
    ['2026-03-31T22:00:00.000Z', 'Europe/Berlin', '2026-04-01'],
    ['2026-03-31T21:59:59.999Z', 'Europe/Berlin', '2026-03-31'],
    ['2026-12-31T23:00:00.000Z', 'Europe/Berlin', '2027-01-01'],
    ['2027-01-01T04:59:59.999Z', 'America/New_York', '2026-12-31'],
    ['2026-06-30T18:15:00.000Z', 'Asia/Kathmandu', '2026-07-01'],
    ['2024-02-29T12:00:00.000Z', 'UTC', '2024-02-29'],
  ])('%s in %s is %s', (at, timeZone, day) => {
    expect(dayOf(Date.parse(at), timeZone)).toBe(day);
    expect(monthOf(Date.parse(at), timeZone)).toBe(day.slice(0, 7));
  });

  it('begins where the day before ends, in every zone and on every day of a clock change', () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const day = dayOf(at, timeZone);
        const start = startOfDay(day, timeZone);
        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(25 * HOUR);
        expect(dayOf(start, timeZone)).toBe(day);
        expect(dayOf(start - 1, timeZone) < day).toBe(true);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  it.each([
    ['spring forward', 'Europe/Berlin', '2026-03-29', 23],
    ['autumn back', 'Europe/Berlin', '2026-10-25', 25],
    ['spring forward', 'America/New_York', '2026-03-08', 23],
    ['autumn back', 'America/New_York', '2026-11-01', 25],
    ['half an hour', 'Australia/Lord_Howe', '2026-10-04', 23.5],
    ['a midnight that does not exist', 'America/Sao_Paulo', '2018-11-04', 23],
    ['a midnight that does not exist', 'Asia/Beirut', '2026-03-29', 23],
    ['no change', 'UTC', '2026-03-29', 24],
  ])('%s: in %s, %s has %d hours', (_, timeZone, day, hours) => {
    const next = dayOf(startOfDay(day, timeZone) + 36 * HOUR, timeZone);
    expect((startOfDay(next, timeZone) - startOfDay(day, timeZone)) / HOUR).toBe(hours);
  });

  it('begins to the second in zones that once differed by odd seconds', () => {
    // Liberia was 44 minutes and 30 seconds behind until 1972.
    expect(new Date(startOfDay('1970-06-15', 'Africa/Monrovia')).toISOString()).toBe(
      '1970-06-15T00:44:30.000Z',
    );
  });

  it('a day that a zone left out has no beginning', () => {
    expect(() => startOfDay('2011-12-30', 'Pacific/Apia')).toThrow(RangeError);
    expect(startOfDay('2011-12-31', 'Pacific/Apia')).toBe(startOfDay('2011-12-29', 'Pacific/Apia') + DAY);
  });
});

it('a month has its days, and others before and after it over the ends of years', () => {
  expect(daysOfMonth('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(daysOfMonth('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -13)).toBe('2024-12');
});
