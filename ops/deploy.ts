/**
 * The deploy step: asks what a power cut can take back, makes the search indexes, and upgrades the data of earlier builds,
 * as the Redis user who may. Run by the start before anything serves; running it again changes nothing.
 */
import { config } from '#lib/config.ts';
import { SEARCH_INDEXES } from '#lib/readiness/readiness.ts';
import { ensureIndexes } from '#lib/redis/indexes.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import {
  OldDemoError,
  requireDurability,
  requireNoReservations,
  requireWholeSearch,
} from './requirements.ts';
import { upgradeData } from './upgrade.ts';

const redis = await adminRedis('deploy');
// What is to be removed (`npm run seed -- --reset`) need not be of this build.
const isReset = process.argv.includes('--reset');
try {
  await requireWholeSearch(redis);
  if (!isReset) await requireNoReservations(redis, config());
  await requireDurability(redis, config());
  await ensureIndexes(redis, SEARCH_INDEXES);
  if (!isReset) await upgradeData(redis);
} catch (error) {
  if (!(error instanceof OldDemoError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.status;
} finally {
  await redis.close();
}
