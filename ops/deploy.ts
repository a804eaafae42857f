/**
 * The deploy step: makes the search indexes, as the Redis user who may. Run by the start before anything serves;
 * running it again changes nothing.
 */
import { AUDIT_INDEX } from '#lib/audit/audit-index.ts';
import { config } from '#lib/config.ts';
import { USER_INDEX } from '#lib/identity/user-index.ts';
import { transactionIndex } from '#lib/ledger/ledger-index.ts';
import { noteIndex } from '#lib/notes/notes-index.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { ensureIndexes, type IndexDefinition } from '#lib/redis/indexes.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { SECOND } from '#lib/time.ts';

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
