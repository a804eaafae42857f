/** A Redis for one job: the one in use, else one started for as long as the job takes. */
import { takeLock } from '../lock.mjs';
import { Stop } from '../say.mjs';
import { readState, secrets } from '../state.mjs';
import { answersPing } from './in-use.mjs';
import { findRedis } from './ladder.mjs';
import { urlsFor } from './users.mjs';

/**
 * @template T
 * @param {(urls: Record<import('./users.mjs').User, string>) => Promise<T>} job
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<T>}
 */
export async function withRedis(job, env = process.env) {
  const known = readState().redis;
  if (!env.REDIS_URL && known) {
    const urls = urlsFor(secrets().redis, known.port);
    if (await answersPing(urls.admin)) return job(urls);
  }
  // While the job runs, no start may begin: it would take our Redis for a leftover and stop it.
  const lock = await takeLock('a job on its Redis');
  if ('pid' in lock)
    throw new Stop(`A start of this folder is under way (process ${lock.pid}); try again when it is ready.`);
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
