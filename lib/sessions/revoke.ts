/** Ending sessions. Both scripts also work at maxmemory. */
import type { SessionId, UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionRef } from './document.ts';
import { knownSessions } from './list.ts';
import type { EndReason } from './reasons.ts';
import { type Recorder, sessionScript } from './session-script.ts';

const revokeScript = sessionScript('lib/sessions/revoke.lua');
const revokeAllScript = sessionScript('lib/sessions/revoke-all.lua');

/**
 * Ends one session, keeps the reason for a day, and signals it. False when there was none. One script (JSON.GET, DEL,
 * ZREM, JSON.SET, PUBLISH): O(log sessions of the user).
 */
export async function revokeSession(
  redis: Redis,
  { user, sid }: SessionRef,
  reason: EndReason,
  record?: Recorder,
): Promise<boolean> {
  const answer = await revokeScript(redis, async () => ({
    options: { sid, reason },
    sessions: { user, sids: [sid] },
    audit: await record?.(),
  }));
  return answer === 1;
}

/**
 * Ends all sessions of a user, or all but `except`, by raising the epoch, which also refuses sign-ins and touches
 * under way. Answers how many documents were removed; null when there is no such user. ZRANGE and one script (INCR,
 * and per session JSON.GET, DEL, ZREM, JSON.SET): O(sessions of the user).
 */
export async function revokeAllSessions(
  redis: Redis,
  user: UserTag,
  reason: EndReason,
  except?: SessionId,
  record?: Recorder,
): Promise<number | null> {
  const answer = await revokeAllScript(redis, async () => ({
    options: { reason, except },
    sessions: await knownSessions(redis, user, except),
    audit: await record?.(),
  }));
  return Number(answer) < 0 ? null : Number(answer);
}
