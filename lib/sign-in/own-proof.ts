/** What proves the person whose session asks: their password, or one of their passkeys. */

import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isPasswordOf } from '#lib/identity/credentials.ts';
import { webRedis } from '#lib/redis/client.ts';
import { addressOf } from '#lib/sessions/device.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { noteStepUpFailure } from '#lib/sessions/step-up-state.ts';
import type { PasskeyResponse } from '#lib/webauthn.ts';
import { requireChallenge, spendChallenge } from './challenge.ts';
import { knownDevice } from './known-device.ts';
import { notePasskeyUse, verifyPasskey } from './passkey-proof.ts';
import { requireSession } from './require-session.ts';
import { sourceOf, throttled } from './throttle.ts';

/**
 * The session of a request whose user has just given their password. Throws as `requireSession`, `throttled` before
 * any hashing (one budget with the sign-in), or `wrong_credentials`; the fifth wrong one in a row ends the session. Reads
 * Redis, never a copy.
 */
export async function requireOwnPassword(
  headers: RequestHeaders,
  password: string,
): Promise<SessionDocument> {
  const redis = webRedis();
  const { document } = await requireSession(headers, { ask: 'redis' });
  return proved(headers, document, 'This password is not right.', () =>
    isPasswordOf(redis, document.user, password, null),
  );
}

/**
 * The session of a request whose user has just signed its challenge with a passkey. Throws as `requireSession`,
 * `challenge_expired`, also for one that was used, `passkey_doubtful` for one that may have been copied, and else as for a
 * password.
 */
export async function requireOwnPasskey(
  headers: RequestHeaders,
  response: PasskeyResponse,
): Promise<SessionDocument> {
  const redis = webRedis();
  const { document } = await requireSession(headers, { ask: 'redis' });
  const { user } = document;
  const challenge = await requireChallenge(redis, response, 'step-up', document);
  return proved(headers, document, 'This passkey does not confirm it is you.', async () => {
    const said = await verifyPasskey(redis, user, response, challenge.text);
    // Before its use is noted: the same answer again would look like a copied passkey.
    if (said) await spendChallenge(redis, challenge);
    const used = said && { id: response.id, said, actor: actorOf(document, headers) };
    const passkey = used && (await notePasskeyUse(redis, user, used));
    if (!passkey?.doubt) return passkey !== null;
    throw new BankError('passkey_doubtful', 'This passkey may have been copied. Please give your password.');
  });
}

async function proved(
  headers: RequestHeaders,
  document: SessionDocument,
  wrong: string,
  isRight: () => Promise<boolean>,
): Promise<SessionDocument> {
  const redis = webRedis();
  const source = sourceOf(addressOf(headers));
  const failure = () =>
    makeAuditEntries(redis, document.user, actorOf(document, headers), [
      { act: 'step_up_refused', outcome: 'refused', detail: { reason: 'wrong_credentials' } },
    ]);
  const { username, transport } = document;
  const device = transport === 'cookie' ? await knownDevice(redis, username, headers) : null;
  const check = async () => {
    if (await isRight()) return;
    // The session ended: the gate says why.
    if (!(await noteStepUpFailure(redis, document, failure))) {
      await requireSession(headers, { ask: 'redis', activity: 'background' });
    }
    throw new BankError('wrong_credentials', wrong);
  };
  await throttled(redis, username, source, check, device ?? 'session');
  return document;
}
