/** What a passkey proves, and what its use leaves behind. */
import { type Actor, type AuditEvent, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { MAX_PASSKEYS } from '#lib/identity/passkey-limits.ts';
import { type Passkey, readPasskey, usedPasskey } from '#lib/identity/passkeys.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';
import { sessionScript } from '#lib/sessions/session-script.ts';
import { type Assertion, type PasskeyResponse, verifyAssertion } from '#lib/webauthn.ts';

const writeScript = sessionScript('lib/sign-in/write-passkey.lua');

/** A key that nobody has: an unknown passkey costs a verification, too. The curve's own base point, as COSE. */
const NOBODYS_KEY = Buffer.from(
  'a50102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '2258204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
).toString('base64url');

/**
 * What the authenticator said with a right signature of `challenge` by a passkey of `user`. Null alike, in commands and
 * time, for an unknown passkey, another user's and a wrong signature. HGET, O(1).
 */
export async function verifyPasskey(
  redis: Redis,
  user: UserTag,
  response: PasskeyResponse,
  challenge: string,
): Promise<Assertion | null> {
  const stored = await readPasskey(redis, user, response.id);
  const publicKey = stored?.passkey.publicKey ?? NOBODYS_KEY;
  const said = await verifyAssertion(response, { challenge, publicKey });
  return stored && said;
}

/**
 * Notes a use, and records a doubt that it raises. Answers the passkey as it is now; null when it was removed meanwhile.
 * One script (HSET), O(1).
 */
export async function notePasskeyUse(
  redis: Redis,
  user: UserTag,
  { id, said, actor }: { id: string; said: Assertion; actor: Actor },
): Promise<Passkey | null> {
  let used: Passkey | null = null;
  await writePasskey(redis, user, actor, async () => {
    const stored = await readPasskey(redis, user, id);
    used = stored && usedPasskey(stored.passkey, said, await redisNow(redis));
    if (!stored || !used) return null;
    const { doubt, name } = used;
    const raised = doubt !== undefined && stored.passkey.doubt === undefined;
    const event = { act: 'passkey_doubted', detail: { name, doubt: String(doubt) } } as const;
    return { id, before: stored.text, after: used, event: raised ? event : undefined };
  });
  return used;
}

export type PasskeyChange = {
  id: string;
  /** As it was read; absent for a new one. */
  before?: string;
  after: Passkey;
  /** What the user's other devices are told. */
  change?: 'added';
  event?: AuditEvent | undefined;
};

/**
 * Writes a passkey and records it, within `session` where there is one. `prepare` is asked anew when what it read has
 * changed, and gives up with null. One script, O(1). Answers `written`, or why not.
 */
export async function writePasskey(
  redis: Redis,
  user: UserTag,
  actor: Actor,
  prepare: () => Promise<PasskeyChange | null>,
  session?: SessionDocument,
): Promise<'written' | 'gone' | 'exists' | 'full' | 'stale'> {
  const answer = await writeScript(redis, async () => {
    const prepared = await prepare();
    if (!prepared) return null;
    const { event, after, ...change } = prepared;
    return {
      keys: [keys.passkeys(user)],
      options: {
        ...change,
        after: JSON.stringify(after),
        maxPasskeys: MAX_PASSKEYS,
        ...(session && { sid: session.sid, epoch: String(session.epoch) }),
      },
      sessions: { user, sids: session ? [session.sid] : [] },
      audit: event && (await makeAuditEntries(redis, user, actor, [event])),
    };
  });
  if (answer === 1) return 'written';
  if (answer === null || answer === 'gone') return 'gone';
  if (answer === 'exists' || answer === 'full' || answer === 'stale') return answer;
  throw new Error(`writing a passkey answered ${answer}`);
}
