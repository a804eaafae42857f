import { expect, test } from 'vitest';
import { clockText } from '#app/_kit/use-countdown.ts';

test.each([
  [0, '0:00'],
  [59, '0:59'],
  [14 * 60, '14:00'],
  [4 * 3600 - 1, '3:59:59'],
])('%d seconds are %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});
