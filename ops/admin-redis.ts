import { config } from '#lib/config.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';

/** Long enough for dropping an index with many documents, which is one command. */
const DEADLINE_MS = 30 * SECOND;

/** A connection with an administrator's rights, for the job of that name. */
export const adminRedis = (job: string): Promise<Redis> =>
  connectRedis(config().redis.adminUrl, { name: `redisbank-${job}`, deadlineMs: DEADLINE_MS });
