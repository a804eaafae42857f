/**
 * The deploy step: makes the search indexes, as the Redis user who may. Run by the start before anything serves;
 * running it again changes nothing.
 */
import { AUDIT_INDEX } from '#lib/auth/audit-index.ts';
import { USER_INDEX } from '#lib/auth/user-index.ts';
import { config } from '#lib/config.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { ensureIndexes, type IndexDefinition } from '#lib/redis/indexes.ts';
import { SESSION_INDEX } from '#lib/sessions/index-definition.ts';
import { SECOND } from '#lib/time.ts';
import { transactionIndex } from '#lib/transactions/index-definition.ts';
import { noteIndex } from '#lib/transactions/notes-index.ts';

/** Every search index of the bank. */
const INDEXES: readonly IndexDefinition[] = [
  SESSION_INDEX,
  USER_INDEX,
  AUDIT_INDEX,
  transactionIndex,
  noteIndex,
];

/** Dropping an index with many documents is one long command. */
const DEADLINE_MS = 30 * SECOND;

const redis = await connectRedis(config().redis.adminUrl, {
  name: 'redisbank-deploy',
  deadlineMs: DEADLINE_MS,
});
await ensureIndexes(redis, INDEXES);
await redis.close();
