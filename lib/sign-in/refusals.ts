/** Records refusals in the audit log; repeats are only counted, and so are sources beyond a few an hour. */
import { createHash } from 'node:crypto';
import {
  type Actor,
  AUDIT_KEPT_MS,
  type AuditAct,
  actorOf,
  anonymousActor,
  makeAuditEntries,
} from '#lib/audit/audit-entry.ts';
import { type ErrorCode, toBankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { findUserTag, readUsername } from '#lib/identity/users.ts';
import type { UserTag } from '#lib/ids.ts';
import { logFailure } from '#lib/log-failure.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { HOUR } from '#lib/time.ts';
import { sourceOf } from './throttle.ts';

const refusalScript = sessionScript('lib/sign-in/refusal.lua');
const NOTED: ReadonlySet<string> = new Set(['wrong_credentials', 'passkey_required', 'throttled']);
/** Recorded one by one in an hour; those after them share an entry without an address. */
const MAX_SOURCES = 10;
const OTHERS = 'others';

/**
 * Records that `name` was refused by `error`; other errors and unknown names leave no trace, and what was refused
 * before the password was looked at is only counted where its source is recorded. Never rejects. GET and at most two
 * scripts, O(1).
 */
export const noteRefusal = (redis: Redis, name: string, headers: RequestHeaders, error: unknown) =>
  noted(redis, 'sign_in_refused', headers, error, async () => {
    const user = await findUserTag(redis, name);
    return user && { user, name };
  });

/** As `noteRefusal`, of a passkey's owner, of whom there may be none. Never rejects. JSON.GET and at most two scripts, O(1). */
export const noteRefusalOf = (redis: Redis, user: UserTag, headers: RequestHeaders, error: unknown) =>
  noted(redis, 'passkey_refused', headers, error, async () => {
    const name = await readUsername(redis, user);
    return name === null ? null : { user, name };
  });

async function noted(
  redis: Redis,
  act: AuditAct,
  headers: RequestHeaders,
  error: unknown,
  find: () => Promise<{ user: UserTag; name: string } | null>,
): Promise<void> {
  const { code } = toBankError(error);
  if (!NOTED.has(code)) return;
  try {
    const found = await find();
    if (found) await count(redis, found.user, act, anonymousActor(found.name, headers), code);
  } catch (failure) {
    logFailure('a refusal could not be noted', failure);
  }
}

/** Records that a member of staff was refused a change of a role. One script, O(1). */
export const noteStaffRefusal = (
  redis: Redis,
  document: SessionDocument,
  headers: RequestHeaders,
): Promise<void> =>
  count(redis, document.user, 'staff_role_change_refused', actorOf(document, headers), 'forbidden');

/** Records that a code for a passkey that is to pay was wrong. Never rejects. One script, O(1). */
export const noteWrongCode = (redis: Redis, user: UserTag, actor: Actor): Promise<void> =>
  count(redis, user, 'payment_key_refused', actor, 'wrong_code').catch((failure: unknown) =>
    logFailure('a wrong code could not be noted', failure),
  );

async function count(
  redis: Redis,
  user: UserTag,
  act: AuditAct,
  actor: Actor,
  reason: ErrorCode,
): Promise<void> {
  const hour = Math.floor((await redisNow(redis)) / HOUR) * HOUR;
  const note = (source: string, by: Actor, maxSources?: number) => {
    const counter = `${act}:${hour}:${source}`;
    const entry = { act, outcome: 'refused' as const, detail: { reason, hour, counter } };
    return refusalScript(redis, async () => ({
      keys: [keys.refused(user, counter), keys.refused(user, `${act}:${hour}`)],
      options: { keptMs: AUDIT_KEPT_MS, maxSources },
      audit: reason === 'throttled' ? undefined : await makeAuditEntries(redis, user, by, [entry]),
    }));
  };
  // Who knows the password is not lost among those who guess it.
  const knows = reason === 'passkey_required' ? 'knows ' : '';
  if ((await note(hashed(knows + sourceOf(actor.address)), actor, MAX_SOURCES)) !== 'crowded') return;
  await note(knows + OTHERS, { ...actor, address: '', browser: '', system: '' });
}

/** A source is part of a key. */
const hashed = (source: string) => createHash('sha256').update(source).digest('base64url').slice(0, 22);
