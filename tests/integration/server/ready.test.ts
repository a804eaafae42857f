/** How the bank is: all of it to whoever runs it, and one word to everybody else. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRoutes } from '#lib/http/router.ts';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { operationsServer } from '#server/operations.ts';
import { connected } from '#tests/integration/api/api-world.ts';
import { APP } from '#tests/setup/endpoints.ts';
import { seededData } from '#tests/setup/seeded.ts';
import { type Serving, startServing } from './serving.ts';

let server: Awaited<ReturnType<typeof throwAwayRedis>>;
let bank: Serving;
const operations = operationsServer(findRoutes(APP));
beforeAll(async () => {
  server = await throwAwayRedis({ data: await seededData() });
  process.env.REDIS_WEB_URL = server.urls.web;
  bank = await startServing();
  await connected();
  await new Promise<void>((resolve) => operations.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  operations.close();
  await bank?.stop();
  webRedis().destroy();
  cachedRedis().destroy();
  await server?.stop();
});

test('the site says that it is ready and no more; whoever runs it reads the rest on a port of its own', async () => {
  expect((await bank.ask('/api/ready')).json).toEqual({ status: 'ready' });
  const { port } = operations.address() as AddressInfo;
  const told = await fetch(`http://127.0.0.1:${port}/api/ready`);
  expect([told.status, await told.json()]).toEqual([
    200,
    expect.objectContaining({ status: 'ready', durability: expect.any(String), refused: [], because: null }),
  ]);
});

test('whoever asks the site often asks Redis once a second', async () => {
  const admin = await connect(server.urls.admin, { timeoutMs: 5000 });
  const looks = async () =>
    Number(/^cmdstat_command\|info:calls=(\d+)/m.exec(await admin.info('commandstats'))?.[1] ?? 0);
  const before = await looks();
  const startedAtMs = performance.now();
  for (let at = 0; at < 10; at++) {
    const answers = await Promise.all(Array.from({ length: 5 }, () => bank.ask('/api/ready')));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  }
  const seconds = (performance.now() - startedAtMs) / SECOND;
  const count = (await looks()) - before;
  admin.destroy();
  expect(count).toBeLessThanOrEqual(1 + Math.ceil(seconds));
});
