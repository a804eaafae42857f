/** Reading a session: two cached reads, judged here by the times in the document against Redis' clock. */
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis, Sources } from '#lib/redis/connect.ts';
import { byCopies, copied } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { endedRecordSchema, fromStored, type SessionDocument } from './document.ts';
import { readEpoch } from './epoch.ts';
import { ROTATION_GRACE_MS } from './policy.ts';
import type { EndReason } from './reasons.ts';
import { digestOf, sameDigest, type Token } from './token.ts';

export type SessionReading =
  | { state: 'active'; document: SessionDocument; nowMs: number }
  /** The secret before the last rotation: the client holds, or is about to receive, a newer one. */
  | { state: 'rotated' }
  | { state: 'ended'; reason: EndReason }
  /** The session exists, and this is not its secret. To a client it must look like `unknown`. */
  | { state: 'wrong_secret' }
  | { state: 'unknown' };

/**
 * Judges a token. Sends nothing while both replies are cached and fresh; otherwise JSON.GET and GET, and one JSON.GET
 * more for a session that is gone, O(1) each. Rejects when Redis is unavailable: never a guess. `ask: 'redis'` skips
 * the cache, for sensitive acts.
 *
 * A refusal by cached copies is checked against Redis: a copy may be a moment behind a rotation, a touch or
 * `except=current` elsewhere, and a script may run between the two reads.
 */
export async function readSession(
  sources: Sources,
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
  sources: Sources,
  token: Token,
  digest: string,
  ask: 'cache' | 'redis',
): Promise<SessionReading | null> {
  const both = (redis: Redis) => Promise.all([readDocument(redis, token), readEpoch(redis, token.user)]);
  const [document, epoch] = await (ask === 'cache' ? byCopies(sources, both) : both(sources.redis));
  return document && judge(document, epoch, digest, await redisNow(sources.redis));
}

/** Every reason to refuse a document, in the order that reveals nothing. Pure. */
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
  // An absent epoch: the user is gone. Another one: all sessions were ended.
  if (epoch !== String(document.epoch)) return { state: 'ended', reason: 'revoked_all' };
  if (nowMs >= document.absoluteExpiresAt) return { state: 'ended', reason: 'absolute' };
  if (nowMs >= document.idleExpiresAt) return { state: 'ended', reason: 'idle' };
  return { state: 'active', document, nowMs };
}

const readDocument = (redis: Redis, { user, sid }: Token): Promise<SessionDocument | null> =>
  copied(redis, keys.session(user, sid), 'document', async () => {
    const found = await redis.json.get(keys.session(user, sid));
    return found === null ? null : fromStored(sid, found);
  });

async function readEnded(redis: Redis, { user, sid }: Token, digest: string): Promise<SessionReading> {
  const record = endedRecordSchema.safeParse(await redis.json.get(keys.ended(user, sid)));
  if (!record.success || !sameDigest(record.data.tokenDigest, digest)) return { state: 'unknown' };
  return { state: 'ended', reason: record.data.reason };
}
