/** The Redis of a running or earlier start, for the scripts that look into it or work on it. */
import { holder } from '../lock.mjs';
import { Stop } from '../say.mjs';
import { givenUrls, readState, secrets } from '../state.mjs';
import { answersPing } from './connection.mjs';
import { urlsFor } from './users.mjs';

/**
 * What runs for this folder: the Redis the running start was given, or its own one, which a killed start may also
 * have left behind.
 * @returns {Promise<import('../state.mjs').Urls | null>}
 */
export async function runningRedis() {
  const given = givenUrls();
  if (given && (await holder())) return given;
  const { redis } = readState();
  const urls = redis && urlsFor(secrets().redis, redis.port);
  return urls && (await answersPing(urls.admin)) ? urls : null;
}

/**
 * The administrator's address: REDIS_URL if it is set, else that of what runs for this folder; with the redis-cli
 * that came along, if one did.
 * @returns {Promise<{ url: string, cli?: string | null, libraries?: string }>}
 */
export async function redisInUse(env = process.env) {
  const url = env.REDIS_URL || (await runningRedis())?.admin;
  if (!url) throw new Stop('No Redis of this folder is running: npm start starts one, or set REDIS_URL.');
  const { redis } = readState();
  return { url, cli: redis?.cli, libraries: redis?.libraries };
}
