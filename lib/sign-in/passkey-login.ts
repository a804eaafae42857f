/** Signing in by passkey, without a name: the passkey says whose it is. */
import { z } from 'zod';
import { anonymousActor } from '#lib/audit/audit-entry.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { newUserTag, readUsername } from '#lib/identity/users.ts';
import { isUserTag, type UserTag } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { addressOf } from '#lib/sessions/device.ts';
import type { Transport } from '#lib/sessions/document.ts';
import { authenticationResponseSchema, type PasskeyResponse } from '#lib/webauthn.ts';
import { requireChallenge, spendChallenge } from './challenge.ts';
import { knownDeviceOf } from './known-device.ts';
import { notePasskeyUse, verifyPasskey } from './passkey-proof.ts';
import { noteRefusalOf } from './refusals.ts';
import { type Login, signedIn, startSession } from './start-session.ts';
import { sourceOf, throttled } from './throttle.ts';

export const passkeyLoginSchema = z.strictObject({
  response: authenticationResponseSchema,
  remember: z.boolean().default(false),
});

export type PasskeyLoginRequest = z.output<typeof passkeyLoginSchema> & {
  transport: Transport;
  headers: RequestHeaders;
};

/**
 * Signs in. Throws `challenge_expired` for a challenge that is not ours, too old or used; else as `startSession`, alike in
 * words, status and time for unknown, removed and other users' passkeys and for wrong signatures; `throttled` before any of
 * it. HGET and one script more than `startSession`, O(sessions of the user).
 */
export async function loginWithPasskey(request: PasskeyLoginRequest): Promise<Login> {
  requireRoom();
  const redis = webRedis();
  const { response, headers, ...how } = request;
  const challenge = await requireChallenge(redis, response, 'sign-in');
  const user = ownerOf(response);
  const source = sourceOf(addressOf(headers));
  const device = how.transport === 'cookie' ? await knownDeviceOf(redis, user, headers) : null;
  let used = false;
  const prove = async () => {
    const said = await verifyPasskey(redis, user, response, challenge.text);
    if (!said) return false;
    if (used) return true;
    // Before the session, and once: of two who send the same answer one signs in.
    await spendChallenge(redis, challenge);
    used = true;
    const actor = { ...anonymousActor((await readUsername(redis, user)) ?? '', headers), actor: user };
    return (await notePasskeyUse(redis, user, { id: response.id, said, actor })) !== null;
  };
  const refused = 'This passkey does not sign in here.';
  const signingIn = () => startSession(redis, { user, method: 'passkey', prove, refused, headers, ...how });
  // Apart from the budget of the name: who guesses at passkeys uses up nobody's tries at a password.
  const started = await throttled(redis, `passkey ${user}`, source, signingIn, device).catch(
    (error: unknown) => {
      // Not awaited: the answer's time must not tell whether the user exists.
      void noteRefusalOf(redis, user, headers, error);
      throw error;
    },
  );
  return signedIn(redis, started, device);
}

/** The tag in the user handle; a random one without it, which is looked up all the same. */
function ownerOf({ response: { userHandle = '' } }: PasskeyResponse): UserTag {
  const handle = Buffer.from(userHandle, 'base64url').toString('latin1');
  return isUserTag(handle) ? handle : newUserTag();
}
