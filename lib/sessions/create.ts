/** Creating a session: one script, so that epoch, document, expiry, list and limit agree whatever runs beside it. */
import type { SessionId, UserTag } from '#lib/ids.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import {
  type Device,
  expiryOf,
  type Profile,
  type SessionDocument,
  type Transport,
  toStored,
} from './document.ts';
import { knownSessions } from './list.ts';
import { type PolicyName, SESSION_POLICIES } from './policy.ts';
import { type AuditEntries, sessionScript } from './session-script.ts';
import { digestOf, newToken, type Token } from './token.ts';

const createScript = sessionScript('lib/sessions/create.lua');

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
  /** How the user proved who they are; a password by default. */
  method?: SessionDocument['authentication']['method'];
};

/** Makes the audit entries of a creation: the session and those that it evicts. */
export type CreationRecorder = (
  document: SessionDocument,
  evicted: readonly SessionId[],
) => Promise<AuditEntries>;

/**
 * Creates a session under a new token. Null, writing nothing, when the user's epoch is no longer the one given. At the
 * policy's limit the oldest session is evicted and its holder told why. Throws a BusyError when very many sign-ins of
 * the user run at once. Sends ZRANGE (at the limit JSON.MGET too) and one script (JSON.SET, PEXPIREAT, ZADD, PUBLISH):
 * O(sessions of the user), at most about ten.
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
    authentication: { method: given.method ?? 'password', at: now },
    stepUpAt: 0,
    stepUpFailures: 0,
    epoch: given.epoch,
  };
  const outcome = await createScript(redis, async () => {
    const sessions = await knownSessions(redis, given.user);
    const evicted = await oldestOf(redis, document, sessions.sids, policy.maxSessions);
    return {
      keys: [keys.session(given.user, token.sid)],
      options: {
        sid: token.sid,
        epoch: String(given.epoch),
        document: JSON.stringify(toStored(document)),
        expiresAt: expiryOf(document),
        absoluteExpiresAt: document.absoluteExpiresAt,
        maxSessions: policy.maxSessions,
        evicted,
      },
      sessions,
      audit: await record?.(document, evicted),
    };
  });
  if (outcome === 'created') return { token, document };
  if (outcome === 'stale') return null;
  throw new Error(`creating a session answered ${outcome}`);
}

/** The sessions that the script will evict: the oldest that are alive and of this epoch. */
async function oldestOf(
  redis: Redis,
  { user, epoch }: SessionDocument,
  members: readonly SessionId[],
  maxSessions: number,
): Promise<SessionId[]> {
  if (members.length < maxSessions) return [];
  const epochs = await redis.json.mGet(
    members.map((member) => keys.session(user, member)),
    '$.epoch',
  );
  const living = members.filter((_, at) => JSON.stringify(epochs[at]) === `[${epoch}]`);
  return living.slice(0, Math.max(0, living.length - maxSessions + 1));
}
