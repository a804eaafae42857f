/**
 * The audit log of a member of staff. An act on somebody else is recorded with them in the step that does it; here it
 * is noted with who did it, whose keys are in another slot: before it begins and when it is done, so that what broke
 * off in between is still known.
 */

import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import type { Session } from '#lib/sign-in/require-session.ts';

const appendScript = sessionScript('lib/staff/append.lua');

/** Adds `event` to the audit log of who asks. HMGET and one script, O(1). */
export async function recordStaffAct(
  redis: Redis,
  { document }: Session,
  headers: Headers,
  event: AuditEvent,
): Promise<void> {
  const actor = actorOf(document, headers);
  await appendScript(redis, async () => ({
    options: {},
    audit: await makeAuditEntries(redis, document.user, actor, [event]),
  }));
}
