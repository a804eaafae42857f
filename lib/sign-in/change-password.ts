/** Changing one's own password. */
import { z } from 'zod';
import { actorOf, makeTrail } from '#lib/audit/entry.ts';
import { BankError } from '#lib/errors.ts';
import { passwordFault } from '#lib/identity/password-rules.ts';
import { hashPassword } from '#lib/identity/passwords.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { dropCopies } from '#lib/sessions/freshness.ts';
import { sessionIds } from '#lib/sessions/list.ts';
import { ENDED_KEPT_MS } from '#lib/sessions/policy.ts';
import { endingScript, type Recorder } from '#lib/sessions/trail.ts';
import { forgetDevices } from './known-device.ts';
import { requireOwnPassword } from './own-password.ts';
import { requireSession } from './require-session.ts';

const changeScript = endingScript('lib/sign-in/change-password.lua');
const MOST_CHARS_READ = 1024;
const ATTEMPTS = 5;

export const changePasswordSchema = z.strictObject({
  current: z.string().max(MOST_CHARS_READ),
  next: z.string().max(MOST_CHARS_READ),
  /** Whether everybody else who is signed in as this person is to go. */
  endOthers: z.boolean().default(false),
});

export type ChangePassword = z.output<typeof changePasswordSchema>;

/**
 * Changes the password of the request's user, who gives the current one. The epoch moves with it: a sign-in under
 * way with the old password is refused. This session stays, and the others too unless `endOthers`, which also takes the
 * other devices their budget for wrong passwords.
 * Throws as `requireOwnPassword`, and `bad_request` with the fault of `next` (`too_short`, `too_long`, `common`,
 * `like_username`, `unchanged`), before anything is counted or hashed.
 */
export async function changePassword(
  headers: Headers,
  { current, next, endOthers }: ChangePassword,
): Promise<void> {
  const redis = webRedis();
  const { username } = (await requireSession(headers, { ask: 'redis' })).document;
  const fault = passwordFault(next, { username, current });
  if (fault !== null) {
    throw new BankError('bad_request', 'This cannot be the new password.', { fields: { next: fault } });
  }
  const document = await requireOwnPassword(headers, current);
  const credential = { hash: await hashPassword(next), changedAt: Math.round(await redisNow(redis)) };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await writeOnce(redis, document, credential, endOthers, () =>
      makeTrail(redis, document.user, actorOf(document, headers), [
        { act: 'password_changed', detail: { endOthers } },
      ]),
    );
    if (outcome === 'changed') {
      if (endOthers) await forgetDevices(redis, document.user, headers);
      return;
    }
    if (outcome === 'stale') break;
  }
  await requireSession(headers, { ask: 'redis', activity: 'background' });
  throw new BankError('conflict', 'Your sessions changed at the same moment. Please try again.');
}

/** ZRANGE and one script (JSON.SET, INCR, and per session JSON.GET and JSON.SET or DEL): O(sessions of the user). */
async function writeOnce(
  redis: Redis,
  { user, sid, epoch }: SessionDocument,
  credential: { hash: string; changedAt: number },
  endOthers: boolean,
  record: Recorder,
): Promise<'changed' | 'retry' | 'stale'> {
  const known = [...new Set([...(await sessionIds(redis, user)), sid])];
  const answer = await changeScript(
    redis,
    [
      keys.credential(user),
      keys.epoch(user),
      keys.sessions(user),
      ...known.flatMap((member) => [keys.session(user, member), keys.ended(user, member)]),
    ],
    [
      String(epoch),
      JSON.stringify(credential),
      String(ENDED_KEPT_MS),
      keys.signal(user),
      sid,
      endOthers ? '1' : '0',
      ...known,
    ],
    record,
  );
  dropCopies(keys.epoch(user), ...known.map((member) => keys.session(user, member)));
  if (answer === 'retry' || answer === 'stale') return answer;
  return 'changed';
}
