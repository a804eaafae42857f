import { describe, expect, test } from 'vitest';
import { timeTicks, valueTicks } from '#app/_kit/charts/ticks.ts';
import { DAY, dayOf, HOUR, MINUTE } from '#lib/time.ts';

const TO = Date.parse('2026-11-24T14:03:20Z');

describe('a time axis is labelled on round moments and never crowded', () => {
  test.each([
    ['five minutes', 5 * MINUTE, 'time'],
    ['an hour', HOUR, 'time'],
    ['a day', DAY, 'time'],
    ['a week', 7 * DAY, 'day'],
    ['a month', 30 * DAY, 'day'],
    ['a quarter', 91 * DAY, 'month'],
    ['a year', 365 * DAY, 'month'],
  ])('%s', (_name, span, unit) => {
    for (const most of [4, 5, 6, 10]) {
      const ticks = timeTicks(TO - span, TO, most, 'UTC');
      expect(ticks.at.length).toBeGreaterThanOrEqual(1);
      expect(ticks.at.length).toBeLessThanOrEqual(most + 1);
      expect(ticks.at.every((at) => at >= TO - span && at <= TO)).toBe(true);
      expect(ticks.at.every((at) => at % MINUTE === 0)).toBe(true);
      if (most === 4) expect(ticks.unit).toBe(unit);
    }
  });

  test('a year has its quarters where there is room for four labels', () => {
    const { at } = timeTicks(TO - 365 * DAY, TO, 4, 'UTC');
    expect(at.map((moment) => dayOf(moment, 'UTC').slice(0, 7))).toEqual([
      '2026-01',
      '2026-04',
      '2026-07',
      '2026-10',
    ]);
  });

  test('days begin in the zone of the bank, also across a change of the clocks', () => {
    const zone = 'Europe/Berlin';
    const to = Date.parse('2026-10-28T12:00:00Z');
    const { at } = timeTicks(to - 7 * DAY, to, 8, zone);
    expect(at.length).toBe(7);
    expect(new Set(at.map((moment) => dayOf(moment, zone))).size).toBe(7);
    expect(at.every((moment) => dayOf(moment - 1, zone) !== dayOf(moment, zone))).toBe(true);
  });
});

describe('an axis of amounts', () => {
  test('a level line stands in the middle of a few round amounts, and nothing at all on the ground', () => {
    const level = (minor: number) => {
      const { min, max, at } = valueTicks(minor, minor, 3);
      return { middle: (min + max) / 2, at };
    };
    expect(level(1_235_00)).toEqual({ middle: 1_235_00, at: [1_230_00, 1_235_00, 1_240_00] });
    expect(level(-20_00)).toEqual({ middle: -20_00, at: [-25_00, -20_00, -15_00] });
    // In debt by nothing: there is no debt on the axis of a new customer, nor on that of one with pennies.
    for (const [low, high] of [
      [0, 0],
      [3_00, 3_00],
      [0, 4_00],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ] as const) {
      const axis = valueTicks(low, high, 3);
      expect(axis).toMatchObject({ min: 0, at: [0, 5_00, 10_00] });
      expect(axis.max).toBeLessThan(11_00);
    }
  });

  test('holds the line with little air, and one to three lines at round amounts', () => {
    for (const [low, high] of [
      [9_090_146, 9_726_886],
      [9_099_794, 9_099_901],
      [-5_000, 1_234_567],
      [0, 548_000],
      [0, 0],
      [1, 99_999_999_999],
    ] as const) {
      const { min, max, step, at } = valueTicks(low, high, 3);
      if (low === 0) expect(min).toBe(0);
      else expect(min).toBeLessThan(low);
      expect(max).toBeGreaterThan(high);
      expect(max - min).toBeLessThanOrEqual(1.13 * Math.max(high - low, 1000));
      expect(at.length).toBeGreaterThanOrEqual(1);
      expect(at.length).toBeLessThanOrEqual(3);
      for (const value of at) expect(Math.abs(value % step)).toBe(0);
    }
  });
});
