/** Records refusals in the audit log; repeats are only counted. */
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
import { findUserTag } from '#lib/identity/users.ts';
import type { UserTag } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { HOUR } from '#lib/time.ts';
import { sourceOf } from './throttle.ts';

const refusalScript = sessionScript('lib/sign-in/refusal.lua');
const NOTED: ReadonlySet<string> = new Set(['wrong_credentials', 'throttled']);

/** One counter a user, act, source and hour. The source is hashed, since it is part of a key. */
function counterOf(act: string, source: string, nowMs: number): { counter: string; hour: number } {
  const hour = Math.floor(nowMs / HOUR) * HOUR;
  const sourceHash = createHash('sha256').update(source).digest('base64url').slice(0, 22);
  return { counter: `${act}:${hour}:${sourceHash}`, hour };
}

/**
 * Records that `name` was refused by `error`; other errors and unknown names leave no trace. Never rejects. GET and
 * one script, O(1).
 */
export async function noteRefusal(
  redis: Redis,
  act: 'sign_in_refused',
  name: string,
  headers: RequestHeaders,
  error: unknown,
): Promise<void> {
  const { code } = toBankError(error);
  if (!NOTED.has(code)) return;
  try {
    const user = await findUserTag(redis, name);
    if (user === null) return;
    await count(redis, user, act, anonymousActor(name, headers), code);
  } catch (failure) {
    log.warn('a refusal could not be noted', { error: failure });
  }
}

/** Records that a member of staff was refused what is beyond their role. One script, O(1). */
export const noteStaffRefusal = (
  redis: Redis,
  document: SessionDocument,
  headers: RequestHeaders,
  act: 'staff_role_change_refused',
): Promise<void> => count(redis, document.user, act, actorOf(document, headers), 'forbidden');

async function count(
  redis: Redis,
  user: UserTag,
  act: AuditAct,
  actor: Actor,
  reason: ErrorCode,
): Promise<void> {
  const { counter, hour } = counterOf(act, sourceOf(actor.address), await redisNow(redis));
  await refusalScript(redis, async () => ({
    keys: [keys.refused(user, counter)],
    options: { keptMs: AUDIT_KEPT_MS },
    audit: await makeAuditEntries(redis, user, actor, [
      { act, outcome: 'refused', detail: { reason, hour, counter } },
    ]),
  }));
}
