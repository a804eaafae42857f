import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { STREAM_START } from '#lib/live/stream-id.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { until } from '#tests/setup/until.ts';
import { adminRedis, append, connected, freshUser, listen, range } from './live-helpers.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

it('an outage is one line in the log, without a stack, however many stream', async () => {
  const users = range(1, 50).map(() => freshUser());
  const streams = await Promise.all(users.map((user) => listen(user, STREAM_START)));
  const lines: string[] = [];
  const written = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((line) => lines.push(String(line)) > 0);
  const reads = vi.spyOn(webRedis(), 'xRange');
  webRedis().destroy();
  // The first comes without a wake-up, so that the second has every stream read the log.
  for (const user of users) await append(redis, user, 1, { silent: true });
  for (const user of users) await append(redis, user, 2);
  await until(() => reads.mock.calls.length > 2 * users.length);
  await webRedis().connect();
  await Promise.all(streams.map((stream) => stream.until(() => stream.seqs().length === 2)));
  written.mockRestore();
  expect(lines.filter((line) => line.includes('live log cannot be read'))).toHaveLength(1);
  expect(lines.join('')).not.toMatch(/"stack"|\\n {4}at /);
  await Promise.all(streams.map((stream) => stream.close()));
});
