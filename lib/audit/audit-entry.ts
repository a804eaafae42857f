/**
 * The audit log: who did what to which sessions, from where, when and with what outcome. Entries are dense per user,
 * chained, and written by the script whose act they record.
 */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { deviceOf } from '#lib/sessions/device.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import type { AuditEntries } from '#lib/sessions/session-script.ts';
import { DAY, MINUTE, SECOND } from '#lib/time.ts';
import { macOf, sealOf, signingKeyId } from './chain.ts';

export const AUDIT_KEPT_MS = 400 * DAY;
/** Of a user; the oldest make room. */
export const AUDIT_KEPT_ENTRIES = 10_000;
/** Acts of a user that are recorded in a minute. */
export const MAX_ACTS_A_MINUTE = 60;

export const AUDIT_ACTS = [
  'signed_in',
  'session_ended',
  'sessions_ended',
  'stepped_up',
  'password_changed',
  'reset_link_made',
  'password_reset',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  /** It may have been copied: `detail.doubt` says why; its owner says later that it was them. */
  'passkey_doubted',
  'passkey_trusted',
  'passkey_refused',
  'payment_code_made',
  'payment_key_added',
  'payment_key_removed',
  'payment_key_refused',
  'payment_limits_set',
  'payment_sent',
  'payment_refused',
  'sign_in_refused',
  'step_up_refused',
  'staff_revocation_begun',
  'staff_revocation_done',
  /** In the log of the user whose role changed; the others, in the log of who changed it. */
  'role_changed',
  'staff_role_change_begun',
  'staff_role_change_done',
  'staff_role_change_refused',
  /** In the log of the bank itself. */
  'clock_stepped',
] as const;
/** Whose log has what no user did: no tag that is ever drawn, and its name is none that a user can have. */
export const BANK = { user: 'the-bank-itself-000000' as UserTag, username: 'Redis Bank' };
export type AuditAct = (typeof AUDIT_ACTS)[number];

/**
 * What one can do without end, so that it has a budget. Ends have none: they always work, and there are no more of them
 * than beginnings. Refusals are counted elsewhere.
 */
const BUDGETED: ReadonlySet<AuditAct> = new Set([
  'signed_in',
  'stepped_up',
  'password_changed',
  'passkey_added',
  'passkey_renamed',
  'passkey_trusted',
  'staff_revocation_begun',
  'staff_role_change_begun',
]);

export const auditEntrySchema = z.object({
  n: z.number().int().positive(),
  at: z.number().int(),
  act: z.enum(AUDIT_ACTS),
  outcome: z.enum(['done', 'refused']),
  /** The owner of the log; an entry moved to another log is found by it. */
  subject: z.string(),
  /** The tag of the user who did it, another's for what staff did. Null when anonymous. */
  actor: z.string().nullable(),
  actorName: z.string(),
  /** The session it was done from, or empty. */
  from: z.string(),
  address: z.string(),
  browser: z.string(),
  system: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** When the log began. While it is younger than AUDIT_KEPT_MS no entry may be missing. */
  since: z.number().int(),
  keyId: z.string(),
  previous: z.string(),
  mac: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export type AuditEvent = Pick<AuditEntry, 'act'> & Partial<Pick<AuditEntry, 'outcome' | 'detail'>>;

/** The actor of an entry, from their request. */
export type Actor = Pick<AuditEntry, 'actor' | 'actorName' | 'from' | 'address' | 'browser' | 'system'>;

/** The operator at the bank's command line. */
export const OPERATOR: Actor = {
  actor: 'operator',
  actorName: 'operator',
  from: '',
  address: '',
  browser: '',
  system: '',
};

function actorFrom(headers: RequestHeaders, actor: string | null, actorName: string, from: string): Actor {
  const { address, browser, system } = deviceOf(headers);
  return { actor, actorName, from, address, browser, system };
}

export const actorOf = ({ user, username, sid }: SessionDocument, headers: RequestHeaders): Actor =>
  actorFrom(headers, user, username, sid);

/** An actor without a session. */
export const anonymousActor = (username: string, headers: RequestHeaders): Actor =>
  actorFrom(headers, null, username, '');

/**
 * Makes the entries that follow the current head of `user`'s audit log. The script that writes them refuses when the
 * head has moved. Throws `throttled` when the user's budget of a minute is used up. HMGET, O(1), and one HMAC an entry.
 */
export async function makeAuditEntries(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  events: readonly AuditEvent[],
): Promise<AuditEntries> {
  const [headN, headMac, headSince, ...budget] = await redis.hmGet(keys.auditHead(user), [
    'n',
    'mac',
    'since',
    'minute',
    'acts',
  ]);
  const at = Math.round(await redisNow(redis));
  const spent = spend(budget, events, at);
  const keyId = signingKeyId();
  const since = headSince === null ? at : Number(headSince);
  let [n, mac] = [Number(headN ?? 0), headMac ?? ''];
  const entries: { key: string; json: string }[] = [];
  for (const { act, outcome = 'done', detail = {} } of events) {
    n += 1;
    const entry = { n, at, act, outcome, subject: user, ...actor, detail, since, keyId, previous: mac };
    mac = macOf(entry) ?? '';
    entries.push({ key: keys.audit(user, n), json: JSON.stringify({ ...entry, mac }) });
  }
  const seal = sealOf(keyId, user, n, mac) ?? '';
  return {
    headKey: keys.auditHead(user),
    expected: headMac ?? '',
    head: { n, mac, seal: `${keyId}:${seal}`, since, ...spent },
    entries,
    outdated: entries.flatMap((_, at) => outdatedBy(user, n - at)),
    keptMs: AUDIT_KEPT_MS,
  };
}

/** The budget of this minute with `events` in it; the first argument is the minute and the acts of the last one. */
function spend(
  [minute, acts]: readonly (string | null | undefined)[],
  events: readonly AuditEvent[],
  nowMs: number,
): { minute: number; acts: number } {
  const now = Math.floor(nowMs / MINUTE);
  const more = events.filter(({ act }) => BUDGETED.has(act)).length;
  const all = more + (Number(minute) === now ? Number(acts) : 0);
  if (more === 0 || all <= MAX_ACTS_A_MINUTE) return { minute: now, acts: all };
  throw new BankError('throttled', 'This was done too often in the last minute. Please wait.', {
    retryAfterSeconds: Math.ceil(((now + 1) * MINUTE - nowMs) / SECOND),
  });
}

/** The entry that makes room for entry `n`. */
const outdatedBy = (user: UserTag, n: number): string[] =>
  n > AUDIT_KEPT_ENTRIES ? [keys.audit(user, n - AUDIT_KEPT_ENTRIES)] : [];
