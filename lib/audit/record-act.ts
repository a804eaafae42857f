/** Records an act that no script records with itself: it changes nothing of its user's, or happened in another slot. */
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { type Actor, type AuditEvent, makeAuditEntries } from './audit-entry.ts';

const appendScript = sessionScript('lib/audit/append.lua');

/** Adds `event` to the audit log of `user`. HMGET and one script, O(1). */
export async function recordAct(redis: Redis, user: UserTag, actor: Actor, event: AuditEvent): Promise<void> {
  await appendScript(redis, async () => ({
    options: {},
    audit: await makeAuditEntries(redis, user, actor, [event]),
  }));
}
