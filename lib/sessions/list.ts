/** The sessions of one user. */
import { isSessionId, type SessionId, type UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { expiryOf, fromStored, type SessionDocument, type SessionRef } from './document.ts';
import { readEpoch } from './epoch.ts';
import type { UserSessions } from './session-script.ts';

/** All session ids in a user's list, oldest first; some may have expired. ZRANGE, O(members). */
export async function sessionIds(redis: Redis, user: UserTag): Promise<SessionId[]> {
  return (await redis.zRange(keys.sessions(user), 0, -1)).filter(isSessionId);
}

/** A user's sessions as a script takes them; `also` may have left the list. ZRANGE, O(members). */
export async function knownSessions(redis: Redis, user: UserTag, also?: SessionId): Promise<UserSessions> {
  const sids = await sessionIds(redis, user);
  return { user, sids: also === undefined || sids.includes(also) ? sids : [...sids, also] };
}

/** When a session began, or null when there is none of that id. JSON.GET by path, O(1). */
export async function createdAtOf(redis: Redis, { user, sid }: SessionRef): Promise<number | null> {
  const found = await redis.json.get(keys.session(user, sid), { path: '$.createdAt' });
  const [createdAt] = Array.isArray(found) ? found : [];
  return typeof createdAt === 'number' ? createdAt : null;
}

/**
 * The living sessions of a user, newest first, or those of them that began after `after`: of the current epoch and within
 * both clocks. ZRANGE; then GET and one JSON.MGET, all in one slot: O(sessions).
 */
export async function listSessions(
  redis: Redis,
  user: UserTag,
  after?: SessionId,
): Promise<SessionDocument[]> {
  const all = await sessionIds(redis, user);
  const sids = after === undefined ? all : all.slice(all.indexOf(after) + 1);
  if (sids.length === 0) return [];
  const names = sids.map((sid) => keys.session(user, sid));
  const [epoch, found, now] = await Promise.all([
    readEpoch(redis, user),
    redis.json.mGet(names, '$'),
    redisNow(redis),
  ]);
  return (found as unknown[])
    .flatMap((reply, at) => {
      const [held, sid] = [Array.isArray(reply) ? reply[0] : undefined, sids[at]];
      return held && sid ? [fromStored(sid, held)] : [];
    })
    .filter((document) => String(document.epoch) === epoch && expiryOf(document) > now)
    .toSorted((a, b) => b.createdAt - a.createdAt);
}
