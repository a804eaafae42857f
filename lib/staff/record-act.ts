/**
 * Records staff's acts in their own audit log. The act itself is recorded with its subject atomically; the actor's
 * keys are in another slot, so here it is recorded before and after, and an interrupted act is still known.
 */

import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { Redis } from '#lib/redis/client.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import type { Session } from '#lib/sign-in/require-session.ts';

const appendScript = sessionScript('lib/staff/append.lua');

/** Adds `event` to the asker's audit log. HMGET and one script, O(1). */
export async function recordStaffAct(
  redis: Redis,
  { document }: Session,
  headers: RequestHeaders,
  event: AuditEvent,
): Promise<void> {
  const actor = actorOf(document, headers);
  await appendScript(redis, async () => ({
    options: {},
    audit: await makeAuditEntries(redis, document.user, actor, [event]),
  }));
}
