import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { newCustomer, signedIn, somePostings, withEntries } from '#tests/integration/api/api-world.ts';
import { until } from '#tests/setup/until.ts';

/** AOF everysec, and a little more. */
const WRITTEN_AFTER_MS = 1200;

let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let redis: Redis;
let ref: AccountRef;
beforeAll(async () => {
  server = await throwAwayRedis();
  redis = await connectRedis(server.urls.admin, { name: 'test-restart', deadlineMs: 20_000 });
  const customer = await newCustomer(redis);
  ref = customer.refs[0] as AccountRef;
  // Everything here but the user's own document is written by scripts, so in transactions of the file.
  await withEntries(redis, ref, somePostings(20, 80));
  await signedIn(redis, customer.user);
});
afterAll(async () => {
  redis?.destroy();
  await server?.stop();
});

async function everything() {
  const all = (await redis.keys('*')).sort();
  return {
    all,
    account: { ...(await redis.hGetAll(keys.account(ref))) },
    newest: await redis.json.get(keys.entry(ref, 20)),
    balances: await redis.ts.range(keys.balanceSeries(ref), '-', '+'),
    lives: await Promise.all(all.map((key) => redis.pExpireTime(key))),
  };
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a Redis that ended by %s comes back with all that was written',
  async (signal) => {
    const before = await everything();
    expect(before.all.length).toBeGreaterThan(30);
    await sleep(WRITTEN_AFTER_MS);
    await server.halt(signal);
    await server.resume();
    await until(() => redis.isReady);
    expect(await everything()).toEqual(before);
    // What cannot be replayed is skipped, and said nowhere else.
    expect(readFileSync(path.join(server.folder, 'redis.log'), 'utf8')).not.toContain('CRITICAL');
  },
);

test('why a Redis ended can be read after it is started again', async () => {
  await server.halt('SIGABRT');
  await server.resume();
  await until(() => redis.isReady);
  const log = (name: string) => readFileSync(path.join(server.folder, name), 'utf8');
  expect(log('redis.log.before')).toContain('crashed by signal');
  expect(log('redis.log')).not.toContain('crashed by signal');
});

test('no client gets in without a password, before or after', async () => {
  const anonymous = await connect(`redis://127.0.0.1:${server.port}`, { timeoutMs: 2000 });
  await expect(anonymous.get('x')).rejects.toThrow(/NOAUTH/);
  await expect(anonymous.sendCommand(['AUTH', 'default', ''])).rejects.toThrow(/WRONGPASS/);
  anonymous.destroy();
});
