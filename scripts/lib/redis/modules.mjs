/** Whether a Redis can carry the bank: its modules, and that its search sees all the data. */
import { Stop } from '../say.mjs';

/** What must be there: the name MODULE LIST shows, a command only it has, and the words people know it by. */
const NEEDED = [
  { module: 'search', command: 'FT.SEARCH', people: 'search (RediSearch)' },
  { module: 'ReJSON', command: 'JSON.SET', people: 'JSON (RedisJSON)' },
  { module: 'timeseries', command: 'TS.ADD', people: 'time series (RedisTimeSeries)' },
];

const INSTEAD =
  'Run Redis 8 (they are built in), Redis Stack or a managed Redis with them; without REDIS_URL the start finds one by itself.';

/**
 * The names of the modules that are missing. A user who may not list modules is asked about commands instead.
 * @param {import('./connection.mjs').Redis} redis
 */
async function missingModules(redis) {
  try {
    const loaded = JSON.stringify(await redis.sendCommand(['MODULE', 'LIST']));
    return NEEDED.filter(({ module }) => !loaded.includes(`"${module}"`));
  } catch (error) {
    const { ErrorReply } = await import('redis');
    if (!(error instanceof ErrorReply)) throw error;
    const known = await redis.sendCommand(['COMMAND', 'INFO', ...NEEDED.map(({ command }) => command)]);
    return NEEDED.filter((_, index) => !Array.isArray(known) || known[index] === null);
  }
}

/**
 * Throws a Stop that names what is missing.
 * @param {import('./connection.mjs').Redis} redis
 * @param {string} shown the address, without its password
 */
export async function requireModules(redis, shown) {
  const missing = await missingModules(redis);
  if (missing.length > 0) {
    const names = missing.map(({ people }) => people).join(' and ');
    throw new Stop(`The Redis at ${shown} has no ${names}. ${INSTEAD}`);
  }
  const cluster = await redis.info('cluster').catch(() => '');
  if (cluster.includes('cluster_enabled:1')) {
    throw new Stop(
      `The Redis at ${shown} is a node of a cluster, and a search there sees one node's data only. Use a single server, or a managed Redis whose search spans its shards behind one address.`,
    );
  }
}
