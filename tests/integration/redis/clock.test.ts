import { expect, it, vi } from 'vitest';
import { clockMeasure } from '#lib/measures.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { HOUR, MINUTE, SECOND } from '#lib/time.ts';
import { redisAs } from '../search/search-helpers.ts';

const web = await redisAs('web');
/** Two clocks that are read one after the other, on a machine that may stand still in between. */
const SAME_MS = 20 * SECOND;

it('the time is Redis’ own, and asked for at most once a minute', async () => {
  const sent = vi.spyOn(web, 'sendCommand');
  const [first, again] = [await redisNow(web), await redisNow(web)];
  expect(Math.abs(first - Date.now())).toBeLessThan(SAME_MS);
  expect(again).toBeGreaterThanOrEqual(first);
  expect(sent.mock.calls.filter(([command]) => String(command) === 'TIME')).toHaveLength(1);
  sent.mockRestore();
});

it('a machine whose clock is an hour wrong still tells Redis’ time', async () => {
  const other = await redisAs('web');
  const real = Date.now;
  const skewed = vi.spyOn(Date, 'now').mockImplementation(() => real() + 60 * MINUTE);
  try {
    expect(Math.abs((await redisNow(other)) - real())).toBeLessThan(SAME_MS);
  } finally {
    skewed.mockRestore();
  }
});

/** Clocks that a test moves: of Redis, and of this machine the one of the day and the steady one. */
function clocks(redis: object) {
  const by = { redis: 0, day: 0, steady: 0 };
  const { now } = Date;
  const steady = performance.now.bind(performance);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + by.day);
  vi.spyOn(performance, 'now').mockImplementation(() => steady() + by.steady);
  vi.spyOn(redis as typeof web, 'sendCommand').mockImplementation((async () => {
    const ms = now() + by.redis;
    return [String(Math.floor(ms / 1000)), String((ms % 1000) * 1000)];
  }) as never);
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  return { by, lines, realNow: now };
}

it('a step of the clock is told once, in the log and to who listens, and time is right at once', async () => {
  const other = await redisAs('web');
  const told: number[] = [];
  clockMeasure.listen(({ bySeconds }) => told.push(bySeconds));
  const { by, lines, realNow } = clocks(other);
  const off = async () => (await redisNow(other)) - realNow();
  try {
    expect(Math.abs(await off())).toBeLessThan(SAME_MS);
    // Redis on this machine, whose clock is set forward.
    by.redis = by.day = HOUR;
    for (const one of await Promise.all([off(), off(), off()]))
      expect(Math.abs(one - HOUR)).toBeLessThan(SAME_MS);
    expect(told).toEqual([3600]);
    expect(lines.filter((line) => line.includes('the clock of Redis stepped'))).toHaveLength(1);
    // This machine's clock alone: no step of Redis'.
    by.day = 0;
    expect(Math.abs((await off()) - HOUR)).toBeLessThan(SAME_MS);
    expect(told).toEqual([3600]);
    // Redis elsewhere, set back: seen within a minute.
    by.redis = -HOUR + MINUTE;
    by.day = by.steady = MINUTE + 1;
    expect(Math.abs((await off()) + HOUR - MINUTE)).toBeLessThan(SAME_MS);
    expect(told).toEqual([3600, -7200]);
  } finally {
    vi.restoreAllMocks();
  }
});
