import { expect, test, vi } from 'vitest';
import { liveSubscriber } from '#lib/live/subscriber.ts';
import { connectRedis, makeRedis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { until } from '#tests/setup/until.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';

const BACK_WITHIN_MS = 5 * SECOND;

test('a handshake that is never answered is given up: every client is back within five seconds of the network', async () => {
  const { REDIS_URL = '', REDIS_WEB_URL = '' } = process.env;
  const wire = await startTcpProxy(Number(new URL(REDIS_URL).port));
  const [admin, web] = [REDIS_URL, REDIS_WEB_URL].map((url) => throughPort(url, wire.port)) as [
    string,
    string,
  ];
  vi.stubEnv('REDIS_WEB_URL', web);
  vi.stubEnv('REDIS_DEADLINE_MS', '500');
  wire.goSilent();
  const made = [
    makeRedis(web, { name: 'test-web', deadlineMs: 500 }),
    makeRedis(web, { name: 'test-copies', deadlineMs: 500, cacheEntries: 10 }),
    // A cluster has one database, and nothing to select.
    makeRedis(process.env.TEST_CLUSTER ? admin : `${admin}/1`, { name: 'test-select', deadlineMs: 3000 }),
  ];
  for (const client of made) client.connect().catch(() => {});
  const job = connectRedis(admin, { name: 'test-job', deadlineMs: 20_000 });
  const listening = () =>
    liveSubscriber().listen('redisBank:live:{none}', { message() {}, gap() {}, lost() {} });
  await expect(listening()).rejects.toThrow();
  // All are let in, and what they say is swallowed.
  await until(() => wire.count() >= made.length + 2);

  wire.recover();
  const took = stopwatch();
  await until(() => made.every((client) => client.isReady));
  await until(() =>
    listening().then(
      () => true,
      () => false,
    ),
  );
  const client = await job;
  expect(took()).toBeLessThan(BACK_WITHIN_MS);
  for (const one of [...made, client]) one.destroy();
  await wire.stop();
});
