/** Ends one's own sessions, recorded in one's audit log in the same step. */

import { type AuditEvent, actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isSessionId, type SessionId } from '#lib/ids.ts';
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
 * Ends the named one of the sessions of a session's user, and answers where it was; `missing` for unknown ids and other
 * users' alike. Ending another needs a step-up, so that a thief at an open page cannot lock the owner out; but an older
 * session may end a newer one at once ("this wasn't me"), since a password thief always signs in later. Throws
 * `step_up_required`. JSON.GET, O(1), then as `revokeSession`.
 */
export async function endOneSession(
  session: Session,
  sid: string,
  headers: RequestHeaders,
): Promise<'here' | 'elsewhere' | 'missing'> {
  const { user, sid: own, createdAt } = session.document;
  if (!isSessionId(sid)) return 'missing';
  const here = sid === own;
  if (!here) {
    const began = await createdAtOf(webRedis(), { user, sid });
    if (began === null || began <= createdAt) await requireStepUp(session);
  }
  // The tag is the session's own: whatever id is named, no other customer's key can be built from it.
  const ended = await endOwnSession(session.document, sid, here ? 'signed_out' : 'revoked', headers);
  if (!ended) return 'missing';
  return here ? 'here' : 'elsewhere';
}

/** Ends a session of the user of `own`. False for unknown ids and other users' alike. */
export function endOwnSession(
  own: SessionDocument,
  sid: SessionId,
  reason: EndReason,
  headers: RequestHeaders,
): Promise<boolean> {
  const redis = webRedis();
  return revokeSession(redis, { user: own.user, sid }, reason, () =>
    makeAuditEntries(redis, own.user, actorOf(own, headers), [sessionEnded(sid, reason)]),
  );
}

/**
 * Ends all other sessions of a session's user, and forgets the other devices, so that they lose their budget for
 * wrong passwords. Answers how many sessions ended. Throws `step_up_required`.
 */
export async function endOtherSessions(session: Session, headers: RequestHeaders): Promise<number> {
  await requireStepUp(session);
  const redis = webRedis();
  const own = session.document;
  const ended = await revokeAllSessions(redis, own.user, 'revoked_all', own.sid, () =>
    makeAuditEntries(redis, own.user, actorOf(own, headers), [
      { act: 'sessions_ended', detail: { reason: 'revoked_all', except: own.sid } },
    ]),
  );
  await forgetDevices(redis, own.user, headers);
  return ended ?? 0;
}
