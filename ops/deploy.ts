/**
 * The deploy step: asks what a power cut can take back, makes the search indexes, and upgrades the data of earlier builds,
 * as the Redis user who may. Run by the start before anything serves; running it again changes nothing.
 */
import { config } from '#lib/config.ts';
import { SEARCH_INDEXES } from '#lib/readiness/readiness.ts';
import { ensureIndexes } from '#lib/redis/indexes.ts';
import { adminRedis } from '#ops/admin-redis.ts';
import { requireDurability, requireWholeSearch } from './requirements.ts';
import { upgradeData } from './upgrade.ts';

const redis = await adminRedis('deploy');
await requireWholeSearch(redis);
await requireDurability(redis, config());
await ensureIndexes(redis, SEARCH_INDEXES);
await upgradeData(redis);
await redis.close();
