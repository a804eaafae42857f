/** The session of a sign-in, whatever proved it: one function for passwords and passkeys. */
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { needsPasskey } from '#lib/identity/passkeys.ts';
import { homeOf, policyFor } from '#lib/identity/roles.ts';
import { readUser } from '#lib/identity/users.ts';
import type { UserTag } from '#lib/ids.ts';
import { cachedRedis, type Redis } from '#lib/redis/client.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { createSession } from '#lib/sessions/create.ts';
import { deviceOf } from '#lib/sessions/device.ts';
import type { SessionDocument, Transport } from '#lib/sessions/document.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { SESSION_POLICIES } from '#lib/sessions/policy.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { formatToken, type Token } from '#lib/sessions/token.ts';
import { type SessionCookie, sealToken } from './cookie.ts';
import { receivedCredential } from './credential.ts';
import { sessionEnded } from './end-sessions.ts';
import { type KnownDevice, rememberDevice } from './known-device.ts';

/** How often a sign-in starts over because everything was ended while it ran. */
const ATTEMPTS = 3;

/** A sign-in that is to be proved. */
export type Proving = {
  /** Whoever it says it is; a random tag for nobody. */
  user: UserTag;
  method: SessionDocument['authentication']['method'];
  /** Whether it is them; called after the epoch was read, anew when everything was ended meanwhile. */
  prove: () => Promise<boolean>;
  /** What is said of a proof that failed, alike for known and unknown users. */
  refused: string;
  remember: boolean;
  transport: Transport;
  headers: RequestHeaders;
};

export type Started = { token: Token; document: SessionDocument };

/**
 * Proves and creates. Throws `wrong_credentials`; `passkey_required` for a right password of staff with a passkey;
 * `conflict`. The browser's former session ends (`replaced`), and its id is never adopted. O(sessions of the user).
 */
export async function startSession(
  redis: Redis,
  { user, method, prove, refused, remember, transport, headers }: Proving,
): Promise<Started> {
  const started = await retried(async () => {
    // The epoch first: a credential that is changed or removed in between moves it, and creation is refused.
    const epoch = await readEpoch(redis, user);
    const person = (await prove()) && epoch !== null ? await readUser(redis, user) : null;
    if (!person) throw new BankError('wrong_credentials', refused);
    const { username, role, profile } = person;
    if (method === 'password' && (await needsPasskey(redis, { user, role }))) {
      throw new BankError('passkey_required', 'Please sign in with your passkey.');
    }
    // First, so that at the limit this session is the one that goes.
    if (transport === 'cookie') await endReplaced(redis, headers);
    const policy = policyFor(role, { psd2: person.sessionPolicy === 'psd2', remember });
    const device = deviceOf(headers);
    const created = await createSession(
      redis,
      { user, username, role, policy, profile, transport, device, epoch: Number(epoch), method },
      (document, evicted) =>
        makeAuditEntries(redis, user, actorOf(document, headers), [
          ...evicted.map((sid) => sessionEnded(sid, 'too_many')),
          {
            act: 'signed_in',
            detail: {
              sid: document.sid,
              transport,
              policy,
              ...(method === 'passkey' ? { method } : {}),
            },
          },
        ]),
    );
    return created ?? AGAIN;
  }, ATTEMPTS);
  if (started !== AGAIN) return started;
  throw new BankError('conflict', 'All sessions were ended while you signed in. Please sign in again.');
}

/** Ends the browser's former session, so that it does not count against the limit. */
async function endReplaced(redis: Redis, headers: RequestHeaders): Promise<void> {
  // An unusable cookie must not prevent signing in.
  const received = await receivedCredential(headers).catch(() => null);
  if (received?.transport !== 'cookie') return;
  const reading = await readSession({ redis, cached: cachedRedis() }, received.token);
  if (reading.state !== 'active') return;
  const { user, sid } = reading.document;
  await revokeSession(redis, { user, sid }, 'replaced', () =>
    makeAuditEntries(redis, user, actorOf(reading.document, headers), [sessionEnded(sid, 'replaced')]),
  );
}

export type Login = {
  /** For a bearer's body; a browser gets it sealed in the cookie alone. */
  token: string;
  document: SessionDocument;
  /** Null for bearer. */
  cookie: SessionCookie | null;
  /** The cookie of the known device; null for bearer, since apps keep their token. */
  deviceCookie: SessionCookie | null;
  home: '/overview' | '/staff';
};

/** What a sign-in answers: the session's cookie, and that of the device, which is known from now on. */
export async function signedIn(
  redis: Redis,
  { token, document }: Started,
  device: KnownDevice | null,
): Promise<Login> {
  const login = { token: formatToken(token), document, home: homeOf(document.role) };
  if (document.transport === 'bearer') return { ...login, cookie: null, deviceCookie: null };
  const { absoluteMs } = SESSION_POLICIES[document.policy];
  return {
    ...login,
    cookie: await sealToken(token, document.policy === 'remembered' ? absoluteMs : undefined),
    deviceCookie: await rememberDevice(redis, document, device),
  };
}

/** The cookies of a sign-in, as an answer sets them. */
export const cookiesOf = ({
  cookie,
  deviceCookie,
}: Pick<Login, 'cookie' | 'deviceCookie'>): SessionCookie[] =>
  [cookie, deviceCookie].filter((one) => one !== null);
