/** Web and worker of a production build, of this folder or of another clone, on a Redis of their own with a year of history. */
import path from 'node:path';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { capture, lastLines } from '#scripts/lib/process.mjs';
import { waitUntilReady } from '#scripts/lib/ready.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { pidOf, redisPid, type Site, start } from './site.ts';

export const SESSION_SECRETS = '1:bench-secret-bench-secret-bench-secret-0';

export type Bank = Site & { redis: Awaited<ReturnType<typeof throwAwayRedis>> };

/**
 * @param folder of a clone with packages and a build. `settings` are lines of Redis' configuration, `flags` Node's for web
 * and worker.
 */
export async function startBank(
  name: string,
  folder: string,
  {
    settings = [],
    env = {},
    flags = [],
  }: { settings?: string[]; env?: Record<string, string>; flags?: readonly string[] } = {},
): Promise<Bank> {
  const redis = await throwAwayRedis({ settings });
  const port = await freePort();
  const host = `localhost:${port}`;
  const more = { PORT: String(port), BANK_ORIGIN: `http://${host}`, BANK_LISTEN: '127.0.0.1', ...env };
  const told = { env: process.env, urls: redis.urls, sessionSecrets: SESSION_SECRETS, more };
  for (const job of ['ops/deploy.ts', 'ops/seed.ts']) {
    const done = await capture(process.execPath, [job], { cwd: folder, env: environmentFor('deploy', told) });
    if (done.status !== 0) throw new Error(`${job} failed:\n${lastLines(done.output)}`);
  }
  const log = path.join(redis.folder, 'bank.log');
  const web = start('web', folder, [...flags, 'server/main.ts'], environmentFor('web', told), log);
  const worker = start('worker', folder, [...flags, 'worker/worker.ts'], environmentFor('worker', told), log);
  const stop = async () => {
    await Promise.all([stopChild(web), stopChild(worker)]);
    await redis.stop();
  };
  await waitUntilReady(`http://127.0.0.1:${port}`).catch(async (error) => {
    await stop();
    throw error;
  });
  const processes = { web: pidOf(web), worker: pidOf(worker), redis: await redisPid(redis.urls.admin) };
  return { name, port, host, processes, redis, stop };
}
