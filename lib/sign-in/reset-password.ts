/** Sets a new password by link. */

import { anonymousActor, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { newCredential } from '#lib/identity/credentials.ts';
import { requireGoodPassword } from '#lib/identity/password-rules.ts';
import type { UserTag } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { knownSessions } from '#lib/sessions/list.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { digestOf } from '#lib/sessions/token.ts';
import { forgetDevices } from './known-device.ts';
import { parseResetToken, readResetToken } from './reset-link.ts';

const resetScript = sessionScript('lib/sign-in/reset-password.lua');

/**
 * Sets the password of the link's user, uses the link up, and removes the user's passkeys and ends all their sessions in the
 * same step; their devices are forgotten. Answers whose it was. Throws `not_found` for an invalid link, and `bad_request` with the fault of `next` (as
 * `changePassword`) before anything is hashed or used up. O(sessions of the user).
 */
export async function resetPassword(token: string, next: string, headers: RequestHeaders): Promise<UserTag> {
  const redis = webRedis();
  const over = () => new BankError('not_found', 'This link was used, or its ten minutes are over.');
  const parsed = parseResetToken(token);
  const person = parsed && (await readResetToken(redis, parsed));
  if (!parsed || !person) throw over();
  requireGoodPassword(next, { username: person.username, current: '' });
  const { user, secret } = parsed;
  const credential = await newCredential(redis, next);
  const actor = { ...anonymousActor(person.username, headers), actor: user };
  const answer = await resetScript(redis, async () => ({
    keys: [keys.reset(user), keys.credential(user), keys.passkeys(user)],
    options: { digest: digestOf(secret), credential: JSON.stringify(credential) },
    sessions: await knownSessions(redis, user),
    audit: await makeAuditEntries(redis, user, actor, [{ act: 'password_reset' }]),
  }));
  if (answer === 'gone') throw over();
  await forgetDevices(redis, user);
  return user;
}
