/** Rung 1: the Redis that REDIS_URL names. It is checked, never started, changed or stopped by us. */
import { Stop } from '../say.mjs';
import { connect } from './connection.mjs';

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
  const unset = ['REDIS_WEB_URL', 'REDIS_WORKER_URL', 'REDIS_PAYMENTS_URL'].filter((name) => !env[name]);
  return {
    name: `REDIS_URL ${shown}`,
    urls: {
      admin: address,
      deploy: address,
      web: env.REDIS_WEB_URL || address,
      worker: env.REDIS_WORKER_URL || address,
      payments: env.REDIS_PAYMENTS_URL || address,
    },
    warnings: unset.map(
      (name) => `${name} is not set, so REDIS_URL with all its rights is used (redis/users.acl has less).`,
    ),
  };
}

/** What must be there: a command that only the module has, and the words people know it by. */
const NEEDED = new Map([
  ['FT.SEARCH', 'search (RediSearch)'],
  ['JSON.SET', 'JSON (RedisJSON)'],
  ['TS.ADD', 'time series (RedisTimeSeries)'],
]);

const INSTEAD =
  'Run Redis 8 (they are built in), Redis Stack or a managed Redis with them; without REDIS_URL the start finds one by itself.';

/**
 * Throws a Stop that names what is missing.
 * @param {import('./connection.mjs').Redis} redis
 * @param {string} shown the address, without its password
 */
async function requireModules(redis, shown) {
  // Commands and not modules are asked for: a managed Redis may not let its users list those.
  const known = /** @type {unknown[]} */ (await redis.sendCommand(['COMMAND', 'INFO', ...NEEDED.keys()]));
  const missing = [...NEEDED.values()].filter((_, index) => !known[index]);
  if (missing.length > 0) {
    throw new Stop(`The Redis at ${shown} has no ${missing.join(' and ')}. ${INSTEAD}`);
  }
}
