/** Jobs of the bank on a Redis of their own. */
import { afterAll } from 'vitest';
import { connectRedis } from '#lib/redis/client.ts';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { withoutLate } from '#tests/setup/job-output.ts';
import { SESSION_SECRETS } from '#tests/setup/seeded.ts';

/** An empty Redis, a connection to it that may do everything, and a way to run `ops/<file>` as the start does. */
export async function emptyBank() {
  const server = await throwAwayRedis();
  const redis = await connectRedis(server.urls.admin, { name: 'test-job', deadlineMs: 10_000 });
  afterAll(async () => {
    await redis.close();
    await server.stop();
  });
  const told = { env: process.env, urls: server.urls, sessionSecrets: SESSION_SECRETS };
  const job = (file: string, ...args: string[]) =>
    withoutLate(capture(process.execPath, [inRoot(file), ...args], { env: environmentFor('deploy', told) }));
  return { redis, job };
}
