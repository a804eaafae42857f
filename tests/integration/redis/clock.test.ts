import { expect, it, vi } from 'vitest';
import { redisNow } from '#lib/redis/clock.ts';
import { MINUTE } from '#lib/time.ts';
import { redisAs } from '../search/search-helpers.ts';

const web = await redisAs('web');

it('the time is Redis’ own, and asked for at most once a minute', async () => {
  const sent = vi.spyOn(web, 'sendCommand');
  const [first, again] = [await redisNow(web), await redisNow(web)];
  expect(Math.abs(first - Date.now())).toBeLessThan(1000);
  expect(again).toBeGreaterThanOrEqual(first);
  expect(sent.mock.calls.filter(([command]) => String(command) === 'TIME')).toHaveLength(1);
  sent.mockRestore();
});

it('a machine whose clock is an hour wrong still tells Redis’ time', async () => {
  const other = await redisAs('web');
  const real = Date.now;
  const skewed = vi.spyOn(Date, 'now').mockImplementation(() => real() + 60 * MINUTE);
  try {
    expect(Math.abs((await redisNow(other)) - real())).toBeLessThan(1000);
  } finally {
    skewed.mockRestore();
  }
});
