/** Reading a session: two cached reads, judged here by the times in the document against Redis' clock. */
import { withDeadline } from '#lib/deadline.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { endedRecordSchema, fromStored, type SessionDocument } from './document.ts';
import { readEpoch } from './epoch.ts';
import { isFresh } from './freshness.ts';
import { ROTATION_GRACE_MS } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { digestOf, sameDigest, type Token } from './token.ts';

export type SessionSources = {
  redis: Redis;
  /** A connection that keeps replies until Redis says that their key changed. */
  cached?: Redis;
};

export type SessionReading =
  | { state: 'active'; document: SessionDocument; nowMs: number }
  /** The secret before the last rotation: the client holds, or is about to receive, a newer one. */
  | { state: 'rotated' }
  | { state: 'ended'; reason: EndReason }
  /** The session exists, and this is not its secret. To a client it must look like `unknown`. */
  | { state: 'wrong_secret' }
  | { state: 'unknown' };

/** A cached connection that does not answer must leave time to ask the other one within a second. */
const CACHED_READ_MS = 250;

/**
 * What a token is worth now. Sends nothing while both replies are cached and fresh; otherwise JSON.GET and GET,
 * O(1) each, and one JSON.GET more for a session that is gone. Rejects when Redis cannot be asked: never a guess.
 * `ask: 'redis'` passes the cache by, for acts that must not rest on a copy.
 *
 * A refusal is asked again, of Redis itself: a fresh copy may let in, but it may be a moment behind a rotation, a
 * touch or `except=current` elsewhere, and a script may run between the two reads. None of these signs anyone out.
 */
export async function readSession(
  sources: SessionSources,
  token: Token,
  { ask = 'cache' }: { ask?: 'cache' | 'redis' } = {},
): Promise<SessionReading> {
  const digest = digestOf(token.secret);
  const first = await readAndJudge(sources, token, digest, ask);
  if (first === null) return readEnded(sources.redis, token, digest);
  if (first.state === 'active') return first;
  return (await readAndJudge(sources, token, digest, 'redis')) ?? readEnded(sources.redis, token, digest);
}

/** Null when there is no document. */
async function readAndJudge(
  sources: SessionSources,
  token: Token,
  digest: string,
  ask: 'cache' | 'redis',
): Promise<SessionReading | null> {
  const [found, epoch] = await readBoth(sources, token, ask);
  if (found === null) return null;
  return judge(fromStored(token.sid, found), epoch, digest, await redisNow(sources.redis));
}

/** Pure: every reason why a document does not let its bearer in, in the order that gives nothing away. */
export function judge(
  document: SessionDocument,
  epoch: string | null,
  digest: string,
  nowMs: number,
): SessionReading {
  if (!sameDigest(document.tokenDigest, digest)) {
    const rotated =
      sameDigest(document.previousDigest, digest) && nowMs < document.rotatedAt + ROTATION_GRACE_MS;
    return { state: rotated ? 'rotated' : 'wrong_secret' };
  }
  // An absent epoch is a user that is gone; a moved one, sessions that were ended together.
  if (epoch !== String(document.epoch)) return { state: 'ended', reason: 'revoked_all' };
  if (nowMs >= document.absoluteExpiresAt) return { state: 'ended', reason: 'absolute' };
  if (nowMs >= document.idleExpiresAt) return { state: 'ended', reason: 'idle' };
  return { state: 'active', document, nowMs };
}

type Both = [found: unknown, epoch: string | null];

async function readBoth(
  { redis, cached }: SessionSources,
  token: Token,
  ask: 'cache' | 'redis',
): Promise<Both> {
  if (cached && ask === 'cache' && isFresh(cached)) {
    try {
      return await withDeadline(readFrom(cached, token), CACHED_READ_MS);
    } catch {
      // Whatever is wrong with the cached connection, the other one is asked before anybody is refused.
    }
  }
  return readFrom(redis, token);
}

const readFrom = (redis: Redis, { user, sid }: Token): Promise<Both> =>
  Promise.all([redis.json.get(keys.session(user, sid)), readEpoch(redis, user)]);

async function readEnded(redis: Redis, { user, sid }: Token, digest: string): Promise<SessionReading> {
  const record = endedRecordSchema.safeParse(await redis.json.get(keys.ended(user, sid)));
  if (!record.success || !sameDigest(record.data.tokenDigest, digest)) return { state: 'unknown' };
  return { state: 'ended', reason: record.data.reason };
}
