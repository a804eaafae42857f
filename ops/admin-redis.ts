import { config, secrets } from '#lib/config.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { SECOND } from '#lib/time.ts';

/** Long enough for dropping an index with many documents, which is one command. */
const DEADLINE_MS = 30 * SECOND;

/** A connection with an administrator's rights, for the job of that name. Throws a ConfigError before it connects. */
export async function adminRedis(job: string): Promise<Redis> {
  // A job that writes the audit log must not find out in its middle.
  secrets();
  return connectRedis(config().redis.adminUrl, { name: `redisbank-${job}`, deadlineMs: DEADLINE_MS });
}
