/**
 * The deploy step: asks what a power cut can take back, and makes the search indexes, as the Redis user who may. Run by the start before anything serves;
 * running it again changes nothing.
 */
import { config } from '#lib/config.ts';
import { SEARCH_INDEXES } from '#lib/readiness/search-indexes.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { ensureIndexes } from '#lib/redis/indexes.ts';
import { SECOND } from '#lib/time.ts';
import { requireDurability } from './durability.ts';

/** Dropping an index with many documents is one long command. */
const DEADLINE_MS = 30 * SECOND;

const redis = await connectRedis(config().redis.adminUrl, {
  name: 'redisbank-deploy',
  deadlineMs: DEADLINE_MS,
});
await requireDurability(redis, config());
await ensureIndexes(redis, SEARCH_INDEXES);
await redis.close();
