/** Rung 1: the Redis that REDIS_URL names. It is checked, never started, changed or stopped by us. */
import { Stop } from '../say.mjs';
import { connect } from './connection.mjs';
import { requireModules } from './modules.mjs';

/** @param {string} address @returns {string} without user and password, fit for a log */
export function shownAddress(address) {
  const url = new URL(address);
  return `${url.protocol}//${url.hostname}:${url.port || 6379}`;
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{ name: string, urls: Record<import('./users.mjs').User, string>, warnings: string[] }>}
 */
export async function givenRedis(env) {
  const address = env.REDIS_URL ?? '';
  if (!/^rediss?:\/\//.test(address) || !URL.canParse(address)) {
    throw new Stop('REDIS_URL must be an address that begins with redis:// or rediss://.');
  }
  const shown = shownAddress(address);
  let redis;
  try {
    redis = await connect(address);
    await redis.ping();
  } catch (error) {
    redis?.destroy();
    throw new Stop(
      `The Redis that REDIS_URL names (${shown}) cannot be used: ${/** @type {Error} */ (error).message}.`,
    );
  }
  try {
    await requireModules(redis, shown);
  } finally {
    redis.destroy();
  }
  const unset = ['REDIS_WEB_URL', 'REDIS_WORKER_URL'].filter((name) => !env[name]);
  return {
    name: `REDIS_URL ${shown}`,
    urls: {
      admin: address,
      deploy: address,
      web: env.REDIS_WEB_URL || address,
      worker: env.REDIS_WORKER_URL || address,
    },
    warnings: unset.map(
      (name) => `${name} is not set, so REDIS_URL with all its rights is used (redis/users.acl has less).`,
    ),
  };
}
