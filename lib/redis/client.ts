/** The web process's two connections, as the configuration says. How a connection behaves is in connect.ts. */
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';
import { makeRedis, type Redis } from '#lib/redis/connect.ts';

// Who uses the bank's connections finds their type, and other connections, here too.
export {
  type ConnectOptions,
  connectRedis,
  makeRedis,
  type Redis,
} from '#lib/redis/connect.ts';

/** The web process's connection for reads and scripts. Connects in the background: while away, calls reject at once. */
export const webRedis = (): Redis => once('redis.web', () => opened('web'));

/** The connection whose replies are kept until they change; only sessions, epochs and preferences are read through it. */
export const cachedRedis = (): Redis =>
  once('redis.cached', () => opened('web-sessions', SESSION_CACHE_ENTRIES));

const SESSION_CACHE_ENTRIES = 20_000;

function opened(name: string, cacheEntries?: number): Redis {
  const { webUrl, deadlineMs } = config().redis;
  const client = makeRedis(webUrl, { name: `redisbank-${name}`, deadlineMs, cacheEntries });
  client
    .connect()
    .catch((error: Error) => log.error('redis cannot be connected', { client: name, error: error.message }));
  return client;
}
