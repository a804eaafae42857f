/** Refused sign-ins in the trail of the person whose name was tried. */
import { createHash } from 'node:crypto';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { trailedScript } from '#lib/sessions/trail.ts';
import { HOUR } from '#lib/time.ts';
import { AUDIT_KEPT_MS, makeTrail, strangerOf } from './audit.ts';
import { addressOf } from './device.ts';
import { sourceOf } from './throttle.ts';
import { findUserTag } from './users.ts';

const refusalScript = trailedScript('lib/auth/refusal.lua');
const NOTED: ReadonlySet<string> = new Set(['wrong_credentials', 'throttled']);

/** One a user, act, source and hour. The source is hashed: it is a name in a key. */
function counterOf(act: string, source: string, nowMs: number): { counter: string; hour: number } {
  const hour = Math.floor(nowMs / HOUR) * HOUR;
  const place = createHash('sha256').update(source).digest('base64url').slice(0, 22);
  return { counter: `${act}:${hour}:${place}`, hour };
}

/**
 * Notes that `name` was refused by `error`, where there is such a user; other errors and unknown names leave no trace.
 * Never rejects: what was refused is the answer, whether or not it could be noted. GET and one script, O(1).
 */
export async function noteRefusal(
  redis: Redis,
  act: 'sign_in_refused',
  name: string,
  headers: Headers,
  error: unknown,
): Promise<void> {
  if (!(error instanceof BankError) || !NOTED.has(error.code)) return;
  try {
    const user = await findUserTag(redis, name);
    if (user === null) return;
    const { counter, hour } = counterOf(act, sourceOf(addressOf(headers)), await redisNow(redis));
    await refusalScript(redis, [keys.refused(user, counter)], [String(AUDIT_KEPT_MS)], () =>
      makeTrail(redis, user, strangerOf(name, headers), [
        { act, outcome: 'refused', detail: { reason: error.code, hour, counter } },
      ]),
    );
  } catch (failure) {
    log.warn('a refusal could not be noted', { error: failure });
  }
}

/** How often it was in all, for an entry that names a counter. GET, O(1). */
export async function refusalsOf(redis: Redis, user: UserTag, counter: string): Promise<number> {
  return Number((await redis.get(keys.refused(user, counter))) ?? 1);
}
