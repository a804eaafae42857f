/**
 * Calls scripts that act on a user's sessions and record it in the same step. The caller makes and chains the audit
 * entries; here they are opaque, and written with the act or not at all.
 */
import type { SessionId, UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { ENDED_KEPT_MS } from './policy.ts';

export type AuditEntries = {
  headKey: string;
  /** `mac` of the head that the entries follow, or empty; the script refuses another head. */
  expected: string;
  head: { n: number; mac: string; seal: string; since: number; minute: number; acts: number };
  entries: readonly { key: string; json: string }[];
  /** Keys of the entries that make room for these. */
  outdated: readonly string[];
  keptMs: number;
};

/** Makes the entries anew for the head as it is now. */
export type Recorder = () => Promise<AuditEntries>;

/** A user with the sessions that a script is to know of. */
export type UserSessions = { user: UserTag; sids: readonly SessionId[] };

/** What one attempt sends, as the script documents it. */
type Attempt = {
  keys?: string[];
  options: Record<string, unknown>;
  /** For a script that includes sessions.lua, which gets their keys, the epoch's and the list's. */
  sessions?: UserSessions;
  audit?: AuditEntries;
};

export type SessionScript = (
  redis: Redis,
  prepare: () => Attempt | null | Promise<Attempt | null>,
) => Promise<unknown>;

/** Too many acts on one user's sessions ran at once. Nothing was done; try again later. */
export class BusyError extends Error {
  override name = 'BusyError';
  readonly code = 'throttled';
  readonly retryAfterSeconds = 1;
}

/**
 * Makes a caller of a script that includes sessions.lua or audit-log.lua. On `moved`, when what the attempt was
 * prepared from has changed, it prepares and tries again, so that concurrent acts on a user take turns; throws a
 * BusyError when its turn does not come. Answers what the script answers; null, sending nothing, where `prepare` does.
 */
export function sessionScript(file: string): SessionScript {
  const script = luaScript(file);
  return async (redis, prepare) => {
    const answer = await retried(async () => {
      const prepared = await prepare();
      if (!prepared) return null;
      const { keys: own = [], options, sessions, audit } = prepared;
      const also = [...(sessions ? keysOf(sessions) : []), ...(audit ? auditKeys(audit) : [])];
      const args = [JSON.stringify(options), audit ? auditArgument(audit) : ''];
      if (sessions) args.push(sessionsArgument(sessions));
      const outcome = await script(redis, [...own, ...also], args);
      return outcome === 'moved' ? AGAIN : outcome;
    });
    if (answer === AGAIN)
      throw new BusyError('There are too many changes at once. Please try again shortly.');
    return answer;
  };
}

/** Whether Redis refuses what it would have to keep: its memory is full (OOM), or its disk (MISCONF). */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && /^(OOM|MISCONF)\b/.test(error.message);

/** In the order in which sessions.lua takes them. */
const keysOf = ({ user, sids }: UserSessions): string[] => [
  keys.epoch(user),
  keys.sessions(user),
  ...sids.flatMap((sid) => [keys.session(user, sid), keys.ended(user, sid)]),
];

const sessionsArgument = ({ user, sids }: UserSessions): string =>
  JSON.stringify({ sids, channel: keys.signal(user), keptMs: ENDED_KEPT_MS });

/** In the order in which audit-log.lua takes them. */
const auditKeys = ({ entries, outdated, headKey }: AuditEntries): string[] => [
  ...entries.map(({ key }) => key),
  ...outdated,
  headKey,
];

const auditArgument = ({ entries, outdated, expected, head, keptMs }: AuditEntries): string =>
  JSON.stringify({
    entries: entries.map(({ json }) => json),
    outdated: outdated.length,
    expected,
    head,
    keptMs,
  });
