import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedRedis, connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { type Serving, startServing } from '#tests/integration/server/serving.ts';
import { addressOf, personal } from '#tests/setup/endpoints.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { until } from '#tests/setup/until.ts';
import { connected, newCustomer, type Signed, signedIn } from './api-world.ts';

// A Redis of its own, to be taken away.
let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let redis: Redis;
let bank: Serving;
let me: Signed;
let account: string;
beforeAll(async () => {
  server = await throwAwayRedis();
  process.env.REDIS_WEB_URL = server.urls.web;
  process.env.REDIS_DEADLINE_MS = '500';
  redis = await connectRedis(server.urls.admin, { name: 'test-outage', deadlineMs: 20_000 });
  bank = await startServing();
  await connected();
  const mine = await newCustomer(redis);
  account = mine.refs[0]?.account ?? '';
  me = await signedIn(redis, mine.user);
  expect((await bank.ask('/api/accounts', { headers: me })).status).toBe(200);
});
afterAll(async () => {
  await bank?.stop();
  webRedis().destroy();
  cachedRedis().destroy();
  redis?.destroy();
  await server?.stop();
});

const pathOf = (pattern: string) => addressOf(pattern, { id: account, seq: '1' });

/** Streams stay open where they are let in, and are asked on their own. */
const answering = personal.filter(({ pattern }) => pattern !== '/api/events');
const statuses = () =>
  Promise.all(
    answering.map(async ({ pattern }) => (await bank.ask(pathOf(pattern), { headers: me })).status),
  );

/** So long may a copy of the session be relied on after the connection last answered. */
const COPY_COUNTS_MS = 500;

async function expectUnavailable(): Promise<void> {
  for (const { pattern } of personal) {
    const took = stopwatch();
    const answer = await bank.ask(pathOf(pattern), { headers: me });
    const tookMs = took();
    expect(answer.status, pattern).toBe(503);
    expect(answer.json).toMatchObject({ status: 503, code: 'redis_unavailable' });
    expect(answer.json.title).toMatch(/Nothing was lost/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(tookMs, pattern).toBeLessThan(SECOND);
  }
  const signIn = await bank.ask('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"username":"bob","password":"foobared"}',
  });
  expect(signIn.status).toBe(503);
  const form = await bank.ask('/perform_login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'username=bob&password=foobared',
  });
  expect([form.status, form.headers['set-cookie']]).toEqual([503, undefined]);
  expect((await bank.ask('/api/ready')).status).toBe(503);
  expect((await bank.ask('/api/health')).status).toBe(200);
}

async function expectBackWithin(limitMs: number): Promise<void> {
  const took = stopwatch();
  await expect
    .poll(async () => (await statuses()).filter((status) => status === 503).length, { interval: 100 })
    .toBe(0);
  expect(took()).toBeLessThan(limitMs);
  // Nobody was signed out.
  expect((await bank.ask('/api/session', { headers: me })).status).toBe(200);
}

describe('while Redis is unavailable', () => {
  test('because it refuses connections, everything says so within a second, and is back within five', async () => {
    await server.halt('SIGTERM');
    await expectUnavailable();
    await server.resume();
    await expectBackWithin(5 * SECOND);
  });

  test('because it neither answers nor hangs up, everything says so within a second, and is back within five', async () => {
    await until(() => redis.isReady);
    const info = await redis.info('server');
    const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(COPY_COUNTS_MS);
      await expectUnavailable();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await expectBackWithin(5 * SECOND);
  });
});
