/** A Redis for one job: the one in use, else one started for as long as the job takes. */
import { takeLock } from '../lock.mjs';
import { Stop } from '../say.mjs';
import { runningRedis } from './in-use.mjs';
import { findRedis } from './ladder.mjs';

/**
 * @template T
 * @param {(urls: Record<import('./users.mjs').User, string>) => Promise<T>} job
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<T>}
 */
export async function withRedis(job, env = process.env) {
  if (env.REDIS_URL) return job((await findRedis(env)).urls);
  const running = await runningRedis();
  if (running) return job(running);
  // While the job runs, no start may begin: it would take our Redis for a leftover and stop it.
  const lock = await takeLock('Another command works on the Redis of this folder');
  if ('pid' in lock) throw new Stop(`${lock.what} (process ${lock.pid}); try again when its Redis is up.`);
  try {
    const found = await findRedis(env);
    try {
      return await job(found.urls);
    } finally {
      await found.stop?.();
    }
  } finally {
    lock.release();
  }
}
