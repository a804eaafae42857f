import { describe, expect, test } from 'vitest';
import { timeTicks } from '#app/_ui/charts/ticks.ts';
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

  test('days begin in the zone of the bank, also across a change of the clocks', () => {
    const zone = 'Europe/Berlin';
    const to = Date.parse('2026-10-28T12:00:00Z');
    const { at } = timeTicks(to - 7 * DAY, to, 8, zone);
    expect(at.length).toBe(7);
    expect(new Set(at.map((moment) => dayOf(moment, zone))).size).toBe(7);
    expect(at.every((moment) => dayOf(moment - 1, zone) !== dayOf(moment, zone))).toBe(true);
  });
});
