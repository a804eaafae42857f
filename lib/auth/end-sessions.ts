/** Ending one's own sessions, recorded in one's own trail in the same step. */
import type { SessionId } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import type { EndReason } from '#lib/sessions/reasons.ts';
import { revokeAllSessions, revokeSession } from '#lib/sessions/revoke.ts';
import { type AuditEvent, actorOf, makeTrail } from './audit.ts';

export const sessionEnded = (sid: SessionId, reason: EndReason): AuditEvent => ({
  act: 'session_ended',
  detail: { sid, reason },
});

/** Ends a session of the user of `own`. False when there is none of that id: another's is as missing as none. */
export function endOwnSession(
  own: SessionDocument,
  sid: SessionId,
  reason: EndReason,
  headers: Headers,
): Promise<boolean> {
  const redis = webRedis();
  return revokeSession(redis, { user: own.user, sid }, reason, () =>
    makeTrail(redis, own.user, actorOf(own, headers), [sessionEnded(sid, reason)]),
  );
}

/** Ends all sessions of the user of `own` but that one. Answers how many there were. */
export async function endOtherSessions(own: SessionDocument, headers: Headers): Promise<number> {
  const redis = webRedis();
  const ended = await revokeAllSessions(redis, own.user, 'revoked_all', own.sid, () =>
    makeTrail(redis, own.user, actorOf(own, headers), [
      { act: 'sessions_ended', detail: { reason: 'revoked_all', except: own.sid } },
    ]),
  );
  return ended ?? 0;
}
