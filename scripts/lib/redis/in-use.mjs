/** The Redis of a running or earlier start, for the scripts that look into it or work on it. */
import { Resp } from '../resp.mjs';
import { Stop } from '../say.mjs';
import { readState, secrets } from '../state.mjs';
import { urlsFor } from './users.mjs';

/** @param {string} url */
export async function answersPing(url) {
  let redis;
  try {
    redis = await Resp.connect(url);
    return (await redis.call('PING')) === 'PONG';
  } catch {
    return false;
  } finally {
    redis?.close();
  }
}

/**
 * REDIS_URL if it is set, else the Redis of the start that runs from this folder.
 * @returns {Promise<{ url: string, urls: Record<import('./users.mjs').User, string> | null, cli?: string | null, libraries?: string }>}
 */
export async function redisInUse(env = process.env) {
  const { redis } = readState();
  if (env.REDIS_URL) return { url: env.REDIS_URL, urls: null, cli: redis?.cli, libraries: redis?.libraries };
  if (redis) {
    const urls = urlsFor(secrets().redis, redis.port);
    if (await answersPing(urls.admin)) {
      return { url: urls.admin, urls, cli: redis.cli, libraries: redis.libraries };
    }
  }
  throw new Stop('No Redis of this folder is running: npm start starts one, or set REDIS_URL.');
}
