/** Ends one's own sessions, recorded in one's audit log in the same step. */

import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import type { SessionId } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { createdAtOf } from '#lib/sessions/list.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { revokeAllSessions, revokeSession } from '#lib/sessions/revoke.ts';
import { forgetDevices } from './known-device.ts';
import type { Session } from './require-session.ts';
import { requireStepUp } from './step-up.ts';

export const sessionEnded = (sid: SessionId, reason: EndReason): AuditEvent => ({
  act: 'session_ended',
  detail: { sid, reason },
});

/**
 * Lets a session end another of its user's. It needs a step-up, so that a thief at an open page cannot lock the owner
 * out; but an older session may end a newer one at once ("this wasn't me"), since a password thief always signs in
 * later. Throws `step_up_required`. JSON.GET, O(1).
 */
export async function requireMayEnd(session: Session, sid: SessionId): Promise<void> {
  const { user, sid: own, createdAt } = session.document;
  if (sid === own) return;
  const began = await createdAtOf(webRedis(), { user, sid });
  if (began === null || began <= createdAt) await requireStepUp(session);
}

/** Ends a session of the user of `own`. False for unknown ids and other users' alike. */
export function endOwnSession(
  own: SessionDocument,
  sid: SessionId,
  reason: EndReason,
  headers: Headers,
): Promise<boolean> {
  const redis = webRedis();
  return revokeSession(redis, { user: own.user, sid }, reason, () =>
    makeAuditEntries(redis, own.user, actorOf(own, headers), [sessionEnded(sid, reason)]),
  );
}

/**
 * Ends all other sessions of the user of `own`, and forgets the other devices, so that they lose their budget for
 * wrong passwords. Answers how many sessions ended.
 */
export async function endOtherSessions(own: SessionDocument, headers: Headers): Promise<number> {
  const redis = webRedis();
  const ended = await revokeAllSessions(redis, own.user, 'revoked_all', own.sid, () =>
    makeAuditEntries(redis, own.user, actorOf(own, headers), [
      { act: 'sessions_ended', detail: { reason: 'revoked_all', except: own.sid } },
    ]),
  );
  await forgetDevices(redis, own.user, headers);
  return ended ?? 0;
}
