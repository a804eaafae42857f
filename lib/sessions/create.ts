/** Creating a session: one script, so that epoch, document, expiry, list and limit agree whatever runs beside it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionId, UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { BusyError } from './busy.ts';
import {
  type Device,
  expiryOf,
  type Profile,
  type SessionDocument,
  type Transport,
  toStored,
} from './document.ts';
import { sessionIds } from './list.ts';
import { ENDED_KEPT_MS, type PolicyName, SESSION_POLICIES } from './policy.ts';
import { digestOf, newToken, type Token } from './token.ts';
import { endingScript, type Trail } from './trail.ts';

const createScript = endingScript('lib/sessions/create.lua');
/** A user's sign-ins at the same moment get in each other's way; a little patience lets each have its turn. */
const ATTEMPTS = 16;
const PATIENCE_STEP_MS = 4;

export type NewSession = {
  user: UserTag;
  username: string;
  role: string;
  policy: PolicyName;
  profile: Profile;
  transport: Transport;
  device: Device;
  /** Read before the credential was: creation is refused if it moved since. */
  epoch: number;
};

/** Makes what is recorded of a creation: the session, and those that make room for it. */
export type CreationRecorder = (document: SessionDocument, leaving: readonly SessionId[]) => Promise<Trail>;

/**
 * Creates a session under a token made here. Null when the user's epoch is no longer the one given (everything
 * was ended, or the user is gone): nothing is written then. When the user has as many sessions as the policy
 * allows, the oldest ends and is told why. Throws a BusyError when very many sign-ins of theirs run at once.
 * Sends ZRANGE (at the limit GET and JSON.MGET too) and one script (JSON.SET, PEXPIREAT, ZADD, PUBLISH): O(sessions of the user), at most about ten.
 */
export async function createSession(
  redis: Redis,
  given: NewSession,
  record?: CreationRecorder,
): Promise<{ token: Token; document: SessionDocument } | null> {
  const policy = SESSION_POLICIES[given.policy];
  const token = newToken(given.user);
  const now = Math.round(await redisNow(redis));
  const document: SessionDocument = {
    sid: token.sid,
    tokenDigest: digestOf(token.secret),
    previousDigest: '',
    rotatedAt: 0,
    transport: given.transport,
    user: given.user,
    username: given.username,
    role: given.role,
    policy: given.policy,
    profile: given.profile,
    createdAt: now,
    lastActiveAt: now,
    idleExpiresAt: now + policy.idleMs,
    absoluteExpiresAt: now + policy.absoluteMs,
    device: given.device,
    authentication: { method: 'password', at: now },
    stepUpAt: 0,
    stepUpFailures: 0,
    epoch: given.epoch,
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await writeOnce(redis, document, policy.maxSessions, record);
    if (outcome === 'created') return { token, document };
    if (outcome === 'stale') return null;
    if (outcome !== 'retry') throw new Error(`creating a session answered ${outcome}`);
    await sleep(Math.random() * attempt * PATIENCE_STEP_MS);
  }
  throw new BusyError('There are too many sign-ins at once. Please try again shortly.');
}

async function writeOnce(
  redis: Redis,
  document: SessionDocument,
  maxSessions: number,
  record?: CreationRecorder,
): Promise<unknown> {
  const { user, sid, epoch } = document;
  const members = await sessionIds(redis, user);
  const leaving = members.length < maxSessions ? [] : await oldestOf(redis, document, members, maxSessions);
  return createScript(
    redis,
    [
      keys.session(user, sid),
      keys.sessions(user),
      keys.epoch(user),
      ...members.flatMap((member) => [keys.session(user, member), keys.ended(user, member)]),
    ],
    [
      String(epoch),
      JSON.stringify(toStored(document)),
      String(expiryOf(document)),
      sid,
      String(document.absoluteExpiresAt),
      String(maxSessions),
      String(ENDED_KEPT_MS),
      keys.signal(user),
      leaving.join(','),
      ...members,
    ],
    record && (() => record(document, leaving)),
  );
}

/** Those who make room, as the script will find them: the oldest that are alive and of this epoch. */
async function oldestOf(
  redis: Redis,
  { user, epoch }: SessionDocument,
  members: readonly SessionId[],
  maxSessions: number,
): Promise<SessionId[]> {
  const epochs = await redis.json.mGet(
    members.map((member) => keys.session(user, member)),
    '$.epoch',
  );
  const living = members.filter((_, at) => JSON.stringify(epochs[at]) === `[${epoch}]`);
  return living.slice(0, Math.max(0, living.length - maxSessions + 1));
}
