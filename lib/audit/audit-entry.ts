/**
 * The audit log: who did what to which sessions, from where, when and with what outcome. Entries are dense per user,
 * chained, and written by the script whose act they record.
 */
import { z } from 'zod';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { deviceOf } from '#lib/sessions/device.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import type { AuditEntries } from '#lib/sessions/session-script.ts';
import { DAY } from '#lib/time.ts';
import { macOf, sealOf, signingKeyId } from './chain.ts';

export const AUDIT_KEPT_MS = 400 * DAY;

export const AUDIT_ACTS = [
  'signed_in',
  'session_ended',
  'sessions_ended',
  'stepped_up',
  'password_changed',
  'reset_link_made',
  'password_reset',
  'sign_in_refused',
  'step_up_refused',
  'staff_revocation_begun',
  'staff_revocation_done',
  /** In the log of the user whose role changed; the others, in the log of who changed it. */
  'role_changed',
  'staff_role_change_begun',
  'staff_role_change_done',
  'staff_role_change_refused',
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

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
 * head has moved. HMGET, O(1), and one HMAC an entry.
 */
export async function makeAuditEntries(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  events: readonly AuditEvent[],
): Promise<AuditEntries> {
  const [headN, headMac, headSince] = await redis.hmGet(keys.auditHead(user), ['n', 'mac', 'since']);
  const at = Math.round(await redisNow(redis));
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
    head: { n, mac, seal: `${keyId}:${seal}`, since },
    entries,
    keptMs: AUDIT_KEPT_MS,
  };
}
