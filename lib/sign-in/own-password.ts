/** The password of the person whose session asks: for step-up and for changing it. */

import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isPasswordOf } from '#lib/identity/credentials.ts';
import { webRedis } from '#lib/redis/client.ts';
import { addressOf } from '#lib/sessions/device.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { noteStepUpFailure } from '#lib/sessions/step-up-state.ts';
import { knownDevice } from './known-device.ts';
import { requireSession } from './require-session.ts';
import { sourceOf, throttled } from './throttle.ts';

/**
 * The session of a request whose user has just given their password. Throws as `requireSession`, `throttled` before
 * any hashing (one budget with the sign-in), or `wrong_credentials`; the fifth wrong one in a row ends the session.
 * Reads Redis, never a copy.
 */
export async function requireOwnPassword(
  headers: RequestHeaders,
  password: string,
): Promise<SessionDocument> {
  const redis = webRedis();
  const { document } = await requireSession(headers, { ask: 'redis' });
  const source = sourceOf(addressOf(headers));
  const failure = () =>
    makeAuditEntries(redis, document.user, actorOf(document, headers), [
      { act: 'step_up_refused', outcome: 'refused', detail: { reason: 'wrong_credentials' } },
    ]);
  const { username, transport } = document;
  const device = transport === 'cookie' ? await knownDevice(redis, username, headers) : null;
  const check = async () => {
    if (await isPasswordOf(redis, document.user, password, null)) return;
    // The session ended: the gate says why.
    if (!(await noteStepUpFailure(redis, document, failure))) {
      await requireSession(headers, { ask: 'redis', activity: 'background' });
    }
    throw new BankError('wrong_credentials', 'This password is not right.');
  };
  await throttled(redis, username, source, check, device ?? 'session');
  return document;
}
