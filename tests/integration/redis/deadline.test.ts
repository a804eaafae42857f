import { afterEach, expect, test } from 'vitest';
import { DeadlineError } from '#lib/deadline.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';

const DEADLINE_MS = 200;
/** Without a deadline a call waits for over fifteen seconds. */
const AT_LAST_MS = 5000;
const url = process.env.REDIS_WEB_URL ?? '';
let stop = async () => {};
afterEach(() => stop());

/** A connection whose other end has stopped answering, without being closed. */
async function silentRedis(): Promise<Redis> {
  const wire = await startTcpProxy(Number(new URL(url).port));
  const redis = await connectRedis(throughPort(url, wire.port), {
    name: 'test-silent',
    deadlineMs: DEADLINE_MS,
  });
  stop = async () => {
    redis.destroy();
    await wire.stop();
  };
  wire.goSilent();
  return redis;
}

const key = 'redisBank:throttle:{none}';
const script = luaScript('lib/sessions/touch.lua');

test.each<[string, (redis: Redis) => Promise<unknown>]>([
  ['a plain command', (redis) => redis.get(key)],
  ['a command of a module', (redis) => redis.json.get(key)],
  ['a script', (redis) => script(redis, [key], [])],
  ['a command sent by hand', (redis) => redis.sendCommand(['GET', key])],
])('%s is not waited for beyond the deadline', async (_name, send) => {
  const redis = await silentRedis();
  const took = stopwatch();
  await expect(send(redis)).rejects.toThrow(DeadlineError);
  expect(took()).toBeLessThan(AT_LAST_MS);
});

/** Nothing of this process runs meanwhile, neither timers nor sockets. */
function stall(forMs: number): void {
  const endAt = performance.now() + forMs;
  while (performance.now() < endAt);
}

test('a reply that lies in the socket is not late because the process stalled', async () => {
  const redis = await connectRedis(url, { name: 'test-stalled', deadlineMs: DEADLINE_MS });
  try {
    for (let at = 0; at < 5; at++) {
      const replies = [redis.get(key), redis.get(key)];
      // Sent by now.
      await new Promise((resolve) => setImmediate(resolve));
      stall(2 * DEADLINE_MS);
      expect(await Promise.all(replies)).toEqual([null, null]);
    }
  } finally {
    redis.destroy();
  }
});

test('each of many calls has the deadline of its own', async () => {
  const redis = await silentRedis();
  const waited = async () => {
    const began = performance.now();
    await redis.get(key).catch(() => {});
    return performance.now() - began;
  };
  const all: Promise<number>[] = [];
  for (let at = 0; at < 6; at++) {
    all.push(waited());
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  for (const tookMs of await Promise.all(all)) {
    expect(tookMs).toBeGreaterThanOrEqual(DEADLINE_MS - 1);
    expect(tookMs).toBeLessThan(AT_LAST_MS);
  }
});

test('a reply in time leaves the next call its whole deadline', async () => {
  const redis = await connectRedis(url, { name: 'test-kept', deadlineMs: DEADLINE_MS });
  try {
    const endAt = performance.now() + 3 * DEADLINE_MS;
    while (performance.now() < endAt) {
      const began = performance.now();
      // Redis itself may be late on a busy machine.
      await redis
        .get(key)
        .catch(() => expect(performance.now() - began).toBeGreaterThanOrEqual(DEADLINE_MS - 1));
    }
  } finally {
    redis.destroy();
  }
});
