/** Where the wire that brings what changed is slow, so that copies are older than what Redis answers by another. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseAccount } from '#app/_access/chosen-account.ts';
import { once } from '#lib/once.ts';
import { cachedRedis, connectRedis, type Redis } from '#lib/redis/client.ts';
import { isFresh } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { trustCopies } from '../sessions/session-helpers.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';
import { adminRedis, connected, newCustomer } from './api-world.ts';

const LATE_MS = 20;
let redis: Redis;
let wire: Awaited<ReturnType<typeof startTcpProxy>>;
beforeAll(async () => {
  const url = process.env.REDIS_WEB_URL ?? '';
  wire = await startTcpProxy(Number(new URL(url).port), LATE_MS);
  const options = { name: 'test-late', deadlineMs: 5000, cacheEntries: 100 };
  const late = await connectRedis(throughPort(url, wire.port), options);
  expect(once('redis.cached', () => late)).toBe(late);
  redis = await adminRedis();
  await connected();
});
afterAll(async () => {
  cachedRedis().destroy();
  redis.destroy();
  await wire.stop();
});

test('a page lacks nothing of any account that was posted before its position in the log', async () => {
  const { user, refs } = await newCustomer(redis, 2);
  const [, other] = refs;
  if (!other) throw new Error('no account');
  // Copies are believed for half a second, which a busy machine takes for a round: here it does not pass.
  await trustCopies(cachedRedis());
  for (let posted = 1; posted <= 20; posted++) {
    await chooseAccount(user, undefined);
    await redis
      .multi()
      .hIncrBy(keys.account(other), 'seq', 1)
      .xAdd(keys.stream(user), '*', { seq: String(posted) })
      .exec();
    const chosen = await chooseAccount(user, undefined);
    expect(isFresh(cachedRedis())).toBe(true);
    const found = await redis.xRange(keys.stream(user), chosen?.after ?? '', chosen?.after ?? '');
    const logged = Number(found?.[0]?.message.seq ?? 0);
    expect(logged).toBe(posted);
    expect(chosen?.accounts[1]?.seq).toBeGreaterThanOrEqual(logged);
  }
});
