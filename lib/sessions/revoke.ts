/** Ending sessions. Both scripts also work at maxmemory. */
import type { SessionId, UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionRef } from './document.ts';
import { dropCopies } from './freshness.ts';
import { sessionIds } from './list.ts';
import { ENDED_KEPT_MS } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { endingScript, type Recorder } from './trail.ts';

const revokeScript = endingScript('lib/sessions/revoke.lua');
const revokeAllScript = endingScript('lib/sessions/revoke-all.lua');

/**
 * Ends one session, keeps why for a day, and signals it. False when there was none.
 * One script (JSON.GET, DEL, ZREM, JSON.SET, PUBLISH): O(log sessions of the user).
 */
export async function revokeSession(
  redis: Redis,
  { user, sid }: SessionRef,
  reason: EndReason,
  record?: Recorder,
): Promise<boolean> {
  const answer = await revokeScript(
    redis,
    [keys.session(user, sid), keys.sessions(user), keys.ended(user, sid)],
    [sid, reason, String(ENDED_KEPT_MS), keys.signal(user)],
    record,
  );
  dropCopies(keys.session(user, sid));
  return answer === 1;
}

/**
 * Ends all sessions of a user, or all but `except`, by raising the epoch: sign-ins and touches that run at the same
 * moment are refused by it too. Answers how many documents were removed; null when there is no such user.
 * ZRANGE and one script (INCR, and per session JSON.GET, DEL, ZREM, JSON.SET): O(sessions of the user).
 */
export async function revokeAllSessions(
  redis: Redis,
  user: UserTag,
  reason: EndReason,
  except?: SessionId,
  record?: Recorder,
): Promise<number | null> {
  const known = [...new Set([...(await sessionIds(redis, user)), ...(except ? [except] : [])])];
  const answer = Number(
    await revokeAllScript(
      redis,
      [
        keys.epoch(user),
        keys.sessions(user),
        ...known.flatMap((sid) => [keys.session(user, sid), keys.ended(user, sid)]),
      ],
      [reason, String(ENDED_KEPT_MS), keys.signal(user), except ?? '', ...known],
      record,
    ),
  );
  dropCopies(keys.epoch(user), ...known.map((sid) => keys.session(user, sid)));
  return answer < 0 ? null : answer;
}
