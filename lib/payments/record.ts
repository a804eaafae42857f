/**
 * What the payments process did, in its customer's audit log. That log is the web process's to write: the payments
 * process has no right over it in Redis. Whoever takes over the web process can leave this out, but neither payments nor
 * entries of the ledger.
 */
import type { Actor, AuditEvent } from '#lib/audit/audit-entry.ts';
import { recordAct } from '#lib/audit/record-act.ts';
import type { UserTag } from '#lib/ids.ts';
import { logFailure } from '#lib/log-failure.ts';
import type { Redis } from '#lib/redis/client.ts';

/** Never rejects: what was done is done. */
export const recordSeen = (redis: Redis, user: UserTag, actor: Actor, event: AuditEvent): Promise<void> =>
  recordAct(redis, user, actor, event).catch((error: unknown) =>
    logFailure('what the payments process did was not recorded', error),
  );
