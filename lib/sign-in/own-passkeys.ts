/** One's own passkeys: adding, renaming, trusting again and removing. */
import { z } from 'zod';
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { MAX_PASSKEYS } from '#lib/identity/passkey-limits.ts';
import {
  type Passkey,
  type PasskeyView,
  passkeyNameSchema,
  passkeyView,
  readPasskey,
  readPasskeys,
} from '#lib/identity/passkeys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { knownSessions } from '#lib/sessions/list.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { HOUR } from '#lib/time.ts';
import { passkeysWork, registrationResponseSchema, relyingParty, webauthn } from '#lib/webauthn.ts';
import { CHALLENGE_MS, newChallenge, requireChallenge, spendChallenge } from './challenge.ts';
import { writePasskey } from './passkey-proof.ts';
import { type Session, sessionChanged } from './require-session.ts';
import { requireStepUp } from './step-up.ts';
import { admitWithin } from './throttle.ts';

const removeScript = sessionScript('lib/sign-in/remove-passkey.lua');

/** EdDSA, ES256, RS256: what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];
const RENAMES = { tries: 10, windowMs: HOUR };

/** What `navigator.credentials.create` takes, as JSON. */
export const creationOptionsSchema = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number() })),
  timeout: z.number(),
  excludeCredentials: z.array(z.object({ type: z.literal('public-key'), id: z.string() })),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});

export const newPasskeySchema = z.strictObject({
  response: registrationResponseSchema,
  name: passkeyNameSchema,
});

export const passkeyChangeSchema = z.strictObject({
  name: passkeyNameSchema.optional(),
  trusted: z.literal(true).optional().describe('What made it doubtful was its owner.'),
});

/**
 * Options for a new passkey of the session's user: discoverable, with user verification, and none where there is one. Its
 * user handle is the user's tag. Throws `step_up_required`, `conflict` at ten, or where passkeys cannot work. HGETALL.
 */
export async function passkeyOptions(session: Session): Promise<z.input<typeof creationOptionsSchema>> {
  await requireStepUp(session);
  requireWorking();
  const redis = webRedis();
  const { user, username, profile } = session.document;
  const passkeys = await readPasskeys(redis, user);
  if (passkeys.length >= MAX_PASSKEYS) throw full();
  const { id, name } = relyingParty();
  return {
    rp: { id, name },
    user: { id: Buffer.from(user).toString('base64url'), name: username, displayName: profile.name },
    challenge: await newChallenge(redis, 'add', session.document),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_MS,
    excludeCredentials: passkeys.map(([id]) => ({ type: 'public-key', id })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  };
}

/**
 * Adds the passkey that was made by `passkeyOptions`; the user's other devices hear of it. Throws as those,
 * `challenge_expired`, `bad_request` for what does not verify, and `conflict` for one that is there. One script (HSET,
 * PUBLISH), O(1).
 */
export async function addPasskey(
  session: Session,
  { response, name }: z.output<typeof newPasskeySchema>,
  headers: RequestHeaders,
): Promise<PasskeyView> {
  await requireStepUp(session);
  requireWorking();
  requireRoom();
  const redis = webRedis();
  const { document } = session;
  const challenge = await requireChallenge(redis, response, 'add', document);
  const made = await verified(response, challenge.text);
  await spendChallenge(redis, challenge);
  const { credential, credentialDeviceType, credentialBackedUp } = made;
  const passkey: Passkey = {
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    name,
    madeAt: Math.round(await redisNow(redis)),
    lastUsedAt: 0,
    counter: credential.counter,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    transports: response.response.transports ?? [],
  };
  const change = {
    id: credential.id,
    after: passkey,
    change: 'added' as const,
    event: { act: 'passkey_added' as const, detail: { name } },
  };
  const actor = actorOf(document, headers);
  const outcome = await writePasskey(redis, document.user, actor, async () => change, document);
  if (outcome === 'stale') await sessionChanged(headers);
  if (outcome === 'full') throw full();
  if (outcome === 'exists') throw new BankError('conflict', 'This passkey is there already.');
  return passkeyView(credential.id, passkey);
}

async function verified(response: z.output<typeof registrationResponseSchema>, challenge: string) {
  const { id, origin } = relyingParty();
  const { verifyRegistrationResponse } = await webauthn();
  const made = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (made?.verified) return made.registrationInfo;
  throw new BankError('bad_request', 'This is no passkey for this bank.', {
    fields: { response: 'invalid' },
  });
}

/**
 * Renames a passkey, or takes a doubt back, which needs a step-up. What changes nothing is not recorded, since the oldest
 * records make room. Throws `not_found`, `step_up_required`, and `throttled` beyond ten names an hour. HGETs and two scripts,
 * O(1).
 */
export async function changePasskey(
  session: Session,
  id: string,
  { name, trusted }: z.output<typeof passkeyChangeSchema>,
  headers: RequestHeaders,
): Promise<void> {
  if (trusted) await requireStepUp(session);
  const redis = webRedis();
  const { document } = session;
  const now = (await readPasskey(redis, document.user, id))?.passkey;
  if (!now) throw missing();
  const isRenamed = name !== undefined && name !== now.name;
  if (!isRenamed && !(trusted && now.doubt)) return;
  if (isRenamed) await admitWithin(redis, ['passkey name', document.user], RENAMES);
  const prepare = async () => {
    const stored = await readPasskey(redis, document.user, id);
    if (!stored) return null;
    const { doubt, ...kept } = stored.passkey;
    const after = { ...kept, name: name ?? kept.name, ...(trusted || !doubt ? {} : { doubt }) };
    const act = trusted ? 'passkey_trusted' : 'passkey_renamed';
    return { id, before: stored.text, after, event: { act, detail: { name: after.name } } as const };
  };
  const actor = actorOf(document, headers);
  const outcome = await writePasskey(redis, document.user, actor, prepare, document);
  if (outcome === 'gone') throw missing();
  if (outcome === 'stale') await sessionChanged(headers);
}

/**
 * Removes a passkey for good and moves the epoch: a sign-in under way with it is refused, and nobody is signed out. The
 * user's other devices hear of it. Throws `step_up_required`, `not_found`, or `conflict` for the last way in. ZRANGE and one
 * script: O(sessions of the user).
 */
export async function removePasskey(session: Session, id: string, headers: RequestHeaders): Promise<void> {
  await requireStepUp(session);
  const redis = webRedis();
  const { user, sid, epoch } = session.document;
  const name = (await readPasskey(redis, user, id))?.passkey.name;
  if (name === undefined) throw missing();
  const outcome = await removeScript(redis, async () => ({
    keys: [keys.passkeys(user), keys.credential(user)],
    options: { id, sid, epoch: String(epoch) },
    sessions: await knownSessions(redis, user, sid),
    audit: await makeAuditEntries(redis, user, actorOf(session.document, headers), [
      { act: 'passkey_removed', detail: { name } },
    ]),
  }));
  if (outcome === 'gone') throw missing();
  if (outcome === 'last') throw new BankError('conflict', 'This is the last way to sign in.');
  if (outcome === 'stale') await sessionChanged(headers);
}

function requireWorking(): void {
  if (passkeysWork()) return;
  throw new BankError('conflict', 'Passkeys need https, or localhost: browsers have none at this address.');
}

const full = () =>
  new BankError('conflict', `There are ${MAX_PASSKEYS} passkeys already. Remove one that is not needed.`);
const missing = () => new BankError('not_found', 'There is no such passkey.');
