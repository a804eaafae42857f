/**
 * What a power cut can take back, which one setting of Redis decides. With `appendfsync always` no reply, read or
 * message leaves Redis before what it shows is on disk: the file is synced at the end of each turn of its event loop,
 * before the answers of that turn are written (`beforeSleep` in Redis' server.c). With `everysec` it is the last second.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
import { type Config, ConfigError } from '#lib/config.ts';
import { DURABILITY, type Durability } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

const FAULTS: Readonly<Record<Exclude<Durability, 'always'>, string>> = {
  second: 'This Redis brings its writes to the disk once a second (appendfsync everysec)',
  none: 'This Redis does not bring its writes to the disk (no append-only file, or appendfsync no)',
  unknown: 'This Redis does not say when it brings its writes to the disk (its user may not ask CONFIG GET)',
};

/**
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
