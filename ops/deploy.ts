/**
 * The deploy step: asks what a power cut can take back, makes the search indexes, and upgrades the data of earlier builds,
 * as the Redis user who may. Run by the start before anything serves; running it again changes nothing.
 */
import { config } from '#lib/config.ts';
import { SEARCH_INDEXES } from '#lib/readiness/readiness.ts';
import { ensureIndexes } from '#lib/redis/indexes.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import { requireDurability, requireWholeSearch } from './requirements.ts';
import { OldLedgerError, upgradeData } from './upgrade.ts';

/** The exit status that tells the start why. */
const OLD_LEDGER = 3;

const redis = await adminRedis('deploy');
await requireWholeSearch(redis);
await requireDurability(redis, config());
await ensureIndexes(redis, SEARCH_INDEXES);
await upgradeData(redis).catch((error: unknown) => {
  if (!(error instanceof OldLedgerError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(OLD_LEDGER);
});
await redis.close();
