import { afterAll, beforeAll, expect, test } from 'vitest';
import { notReadyWhile } from '#lib/readiness/readiness.ts';
import { cachedRedis, connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { type Serving, startServing } from '#tests/integration/server/serving.ts';
import { addressOf, changing, reading } from '#tests/setup/endpoints.ts';
import { connected } from './api-world.ts';

// A Redis of its own: here every key counts, and other test files make theirs meanwhile.
let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let redis: Redis;
let bank: Serving;
beforeAll(async () => {
  server = await throwAwayRedis();
  process.env.REDIS_WEB_URL = server.urls.web;
  redis = await connectRedis(server.urls.admin, { name: 'test-anonymous', deadlineMs: 20_000 });
  bank = await startServing();
  await connected();
});
afterAll(async () => {
  await bank?.stop();
  webRedis().destroy();
  cachedRedis().destroy();
  redis?.destroy();
  await server?.stop();
});

const TOKEN = `${'A'.repeat(22)}.${'B'.repeat(22)}.${'C'.repeat(43)}`;

test('anonymous requests create no key and no cookie, whatever they present', async () => {
  const presented: Record<string, string>[] = [
    {},
    { cookie: `redisBank=Fe26.2*1*${'a'.repeat(300)}` },
    { cookie: `redisBank=${TOKEN}` },
    { cookie: 'connect.sid=s%3Aabc.def' },
    { authorization: `Bearer ${TOKEN}` },
  ];
  let asked = 0;
  for (const headers of presented) {
    for (const { method, pattern } of [...reading, ...changing]) {
      // Counting tries of sign-in is what protects it; only that may write.
      const signIn = method === 'POST' && /login$/.test(pattern);
      const answer = await bank.ask(addressOf(pattern), {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: signIn ? '{"username":1}' : '{}' }),
      });
      expect(answer.headers['set-cookie'], `${method} ${pattern}`).toBeUndefined();
      asked += 1;
    }
  }
  expect(asked).toBeGreaterThan(50);
  expect(await redis.keys('*')).toEqual([]);
});

test('a process that is still busy with its own start is not ready, and says so in the log alone', async () => {
  const done = notReadyWhile('a thing of this test');
  expect((await bank.ask('/api/ready')).json).toMatchObject({ status: 503, code: 'starting' });
  done();
});

test('a process with none of what it needs says that it is alive and not ready, and no more', async () => {
  expect((await bank.ask('/api/health')).json).toEqual({ status: 'alive' });
  const answer = await bank.ask('/api/ready');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('1');
  expect(answer.json).toEqual({
    type: 'about:blank',
    title: 'The bank is opening. Please try again in a moment.',
    status: 503,
    code: 'starting',
    requestId: expect.any(String),
  });
});
