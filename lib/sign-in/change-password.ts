/** Changing one's own password. */
import { z } from 'zod';
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { newCredential } from '#lib/identity/credentials.ts';
import { needsPasskey } from '#lib/identity/passkeys.ts';
import { requireGoodPassword } from '#lib/identity/password-rules.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { knownSessions } from '#lib/sessions/list.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { forgetDevices } from './known-device.ts';
import { requireOwnPassword } from './own-proof.ts';
import { requireSession, sessionChanged } from './require-session.ts';
import { requireStepUp } from './step-up.ts';

const changeScript = sessionScript('lib/sign-in/change-password.lua');

export const changePasswordSchema = z.strictObject({
  current: z.string(),
  next: z.string(),
  /** Whether to end the user's other sessions. */
  endOthers: z.boolean().default(false),
});

export type ChangePassword = z.output<typeof changePasswordSchema>;

/**
 * Changes the password of the request's user, who gives the current one, and moves the epoch: sign-ins under way with
 * the old password are refused. This session stays, and the others too unless `endOthers`, which also forgets the
 * other devices. Throws as `requireOwnPassword`, and before anything is counted or hashed `bad_request` with the fault
 * of `next` (`too_short`, `too_long`, `common`, `like_username`, `unchanged`) or of `current` (`missing`), and
 * `step_up_required` for staff with a passkey, who step up by it; a BusyError
 * when very many acts of the user run at once. Two hashes, ZRANGE and one script (JSON.SET, INCR, and per session
 * JSON.GET and JSON.SET or DEL): O(sessions of the user).
 */
export async function changePassword(
  headers: RequestHeaders,
  { current, next, endOthers }: ChangePassword,
): Promise<void> {
  const redis = webRedis();
  const session = await requireSession(headers, { ask: 'redis' });
  const { username } = session.document;
  if (current === '') {
    throw new BankError('bad_request', 'Please give your current password.', {
      fields: { current: 'missing' },
    });
  }
  requireGoodPassword(next, { username, current });
  if (await needsPasskey(redis, session.document)) await requireStepUp(session);
  const document = await requireOwnPassword(headers, current);
  const credential = await newCredential(redis, next);
  const { user, sid, epoch } = document;
  const outcome = await changeScript(redis, async () => ({
    keys: [keys.credential(user)],
    options: { sid, epoch: String(epoch), credential: JSON.stringify(credential), endOthers },
    sessions: await knownSessions(redis, user, sid),
    audit: await makeAuditEntries(redis, user, actorOf(document, headers), [
      { act: 'password_changed', detail: { endOthers } },
    ]),
  }));
  if (outcome === 'stale') await sessionChanged(headers);
  if (endOthers) await forgetDevices(redis, user, headers);
}
