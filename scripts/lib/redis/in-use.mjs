/** The Redis of a running or earlier start, for the scripts that look into it or work on it. */
import { existsSync } from 'node:fs';
import { holder, takeLock } from '../lock.mjs';
import { which } from '../process.mjs';
import { Stop } from '../say.mjs';
import { givenUrls, readState, secrets } from '../state.mjs';
import { answersPing } from './connection.mjs';
import { findRedis } from './ladder.mjs';
import { urlsFor } from './users.mjs';

/**
 * What runs for this folder: the Redis the running start was given, or its own one, which a killed start may also
 * have left behind.
 * @returns {Promise<import('../state.mjs').Urls | null>}
 */
async function runningRedis() {
  const given = givenUrls();
  if (given && (await holder())) return given;
  const { redis } = readState();
  const urls = redis && urlsFor(secrets().redis, redis.port);
  return urls && (await answersPing(urls.admin)) ? urls : null;
}

/**
 * The administrator's address: REDIS_URL if it is set, else that of what runs for this folder; with the redis-cli
 * that came along or is on PATH.
 * @returns {Promise<{ url: string, cli: string | null, libraries?: string }>}
 */
export async function redisInUse(env = process.env) {
  const url = env.REDIS_URL || (await runningRedis())?.admin;
  if (!url) throw new Stop('No Redis of this folder is running: npm start starts one, or set REDIS_URL.');
  const { redis } = readState();
  const own = redis?.cli && existsSync(redis.cli) ? redis.cli : null;
  return { url, cli: own ?? which('redis-cli'), libraries: redis?.libraries };
}

/**
 * Does a job on the Redis in use, else on one started for as long as the job takes.
 * @template T
 * @param {(urls: import('../state.mjs').Urls) => Promise<T>} job
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
