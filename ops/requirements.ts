/** What the deploy step asks of the Redis it is given, before anything is written to it. */
import { type Config, ConfigError } from '#lib/config.ts';
import { DIRECTIONS } from '#lib/ledger/direction.ts';
import { DURABILITY, type Durability } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { accountPages } from './scan.ts';
import { ACCOUNTS_UPGRADED } from './upgrade.ts';

const FAULTS: Readonly<Record<Exclude<Durability, 'always'>, string>> = {
  second: 'This Redis brings its writes to the disk once a second (appendfsync everysec)',
  none: 'This Redis does not bring its writes to the disk (no append-only file, or appendfsync no)',
  unknown: 'This Redis does not say when it brings its writes to the disk (its user may not ask CONFIG GET)',
};

/**
 * What a power cut can take back, which one setting of Redis decides. With `appendfsync always` no reply, read or
 * message leaves Redis before what it shows is on disk: the file is synced at the end of each turn of its event loop,
 * before the answers of that turn are written (`beforeSleep` in Redis' server.c). With `everysec` it is the last second.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 *
 * Notes what this Redis does, for readiness to name. Throws a ConfigError when production wants more than it gives;
 * the demo takes any. CONFIG GET and HSET, O(1).
 */
export async function requireDurability(
  redis: Redis,
  { demo, durability }: Pick<Config, 'demo' | 'durability'>,
): Promise<void> {
  const found = await durabilityOf(redis);
  const enough = found === 'always' || demo || (durability === 'second' && found !== 'none');
  if (!enough) {
    const accept = found === 'none' ? '' : ', or accept that with BANK_DURABILITY=second';
    throw new ConfigError(
      `${FAULTS[found]}: a power cut could take back what customers were shown. Set appendonly yes and appendfsync always${accept}.`,
    );
  }
  await redis.hSet(keys.deployed(), DURABILITY, found);
}

async function durabilityOf(redis: Redis): Promise<Durability> {
  try {
    const { appendonly, appendfsync } = await redis.configGet(['appendonly', 'appendfsync']);
    if (appendonly !== 'yes' || appendfsync === 'no') return 'none';
    return appendfsync === 'always' ? 'always' : 'second';
  } catch (error) {
    if (error instanceof Error && /NOPERM|unknown command/i.test(error.message)) return 'unknown';
    throw error;
  }
}

/**
 * Throws a ConfigError for a cluster of several nodes before Redis 8: its search sees the documents of one node alone,
 * and a time series silently loses its compactions when its slot moves. HELLO and CLUSTER INFO, O(1).
 */
export async function requireWholeSearch(redis: Redis): Promise<void> {
  const { mode, version } = await redis.hello();
  if (mode !== 'cluster' || Number.parseInt(version, 10) >= 8) return;
  const size = Number(/cluster_size:(\d+)/.exec(String(await redis.sendCommand(['CLUSTER', 'INFO'])))?.[1]);
  if (size <= 1) return;
  throw new ConfigError(
    `This is a cluster of ${size} nodes of Redis ${version}: its search finds only what lies on one node, and time series lose their compactions when a slot moves. Use Redis 8 or later, or one node.`,
  );
}

/** Demo data that can be built again instead; the deploy step ends with status 3, which the start knows. */
export class OldDemoError extends Error {
  readonly status = 3;
}

/**
 * Throws for an account whose ledger has reservations as entries, which builds before pending transactions wrote: an
 * OldDemoError, in production a ConfigError that names it. Their sum is a counter of the totals that stays whatever is
 * trimmed. HKEYS an account, O(months), until the accounts are upgraded.
 */
export async function requireNoReservations(redis: Redis, { demo }: Pick<Config, 'demo'>): Promise<void> {
  if (await redis.hExists(keys.deployed(), ACCOUNTS_UPGRADED)) return;
  for await (const refs of accountPages(redis)) {
    const counted = await Promise.all(refs.map((ref) => redis.hKeys(keys.totals(ref))));
    const old = refs.find((_, index) => counted[index]?.some((field) => !COUNTERS.has(field.split(':')[0])));
    if (!old) continue;
    if (demo) {
      throw new OldDemoError(
        'The demo data in this Redis are of an earlier build, which this one cannot open: `npm run seed -- --reset` removes them and builds the demo again.',
      );
    }
    throw new ConfigError(
      `The ledger of ${keys.account(old)} has reservations among its entries, as only the demo of an earlier build wrote them: this build cannot open it.`,
    );
  }
}

const COUNTERS = new Set<string | undefined>(['count', ...DIRECTIONS]);
