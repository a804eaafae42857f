/** The web process's two connections, as the configuration says. How a connection behaves is in connect.ts. */
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';
import { makeRedis, type Redis, type Sources } from '#lib/redis/connect.ts';

// Also the type, and other connections, for whoever uses these.
export {
  type ConnectOptions,
  connectRedis,
  makeRedis,
  type Redis,
} from '#lib/redis/connect.ts';

/**
 * The web process's connection for reads and scripts. Connects in the background; while Redis is unavailable, calls
 * reject at once.
 */
export const webRedis = (): Redis => once('redis.web', () => opened('web'));

/**
 * The connection that keeps copies of what each signed-in request reads, and the tutorial's two small addresses: up to
 * seven keys a customer.
 */
export const cachedRedis = (): Redis => once('redis.cached', () => opened('web-copies', CACHE_ENTRIES));

/** Both, for `byCopies`. */
export const webSources = (): Sources => ({ redis: webRedis(), cached: cachedRedis() });

const CACHE_ENTRIES = 50_000;

function opened(name: string, cacheEntries?: number): Redis {
  const { webUrl, deadlineMs } = config().redis;
  const client = makeRedis(webUrl, { name: `redisbank-${name}`, deadlineMs, cacheEntries });
  client
    .connect()
    .catch((error: Error) => log.error('redis cannot be connected', { client: name, error: error.message }));
  return client;
}
