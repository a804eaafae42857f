import { afterEach, expect, test } from 'vitest';
import { DeadlineError } from '#lib/deadline.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { luaScript } from '#lib/redis/scripts.ts';
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
  const began = performance.now();
  await expect(send(redis)).rejects.toThrow(DeadlineError);
  expect(performance.now() - began).toBeLessThan(AT_LAST_MS);
});
