/** Signing in: one function for the form's action and for the API. */
import { z } from 'zod';
import { actorOf, makeAuditEntries } from '#lib/audit/audit-entry.ts';
import { BankError } from '#lib/errors.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { isPasswordOf } from '#lib/identity/credentials.ts';
import type { Asker } from '#lib/identity/passwords.ts';
import { homeOf, policyFor } from '#lib/identity/roles.ts';
import { findUserTag, newUserTag, normaliseUsername, readUser } from '#lib/identity/users.ts';
import { cachedRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { requireRoom } from '#lib/redis/room.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { createSession } from '#lib/sessions/create.ts';
import { addressOf, deviceOf } from '#lib/sessions/device.ts';
import type { SessionDocument, Transport } from '#lib/sessions/document.ts';
import { readEpoch } from '#lib/sessions/epoch.ts';
import { SESSION_POLICIES } from '#lib/sessions/policy.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { formatToken, type Token } from '#lib/sessions/token.ts';
import { type SessionCookie, sealToken } from './cookie.ts';
import { receivedCredential } from './credential.ts';
import { sessionEnded } from './end-sessions.ts';
import { knownDevice, rememberDevice } from './known-device.ts';
import { noteRefusal } from './refusals.ts';
import { sourceOf, throttled } from './throttle.ts';

const MAX_NAME_CHARS = 128;
const MAX_PASSWORD_CHARS = 256;
/** How often a sign-in starts over because everything was ended while it ran. */
const ATTEMPTS = 3;

/** The fields of a sign-in; empty ones are wrong credentials, not malformed. */
export const loginSchema = z.strictObject({
  username: z.string().max(MAX_NAME_CHARS),
  password: z.string().max(MAX_PASSWORD_CHARS),
  remember: z.boolean().default(false),
});

export type LoginRequest = z.output<typeof loginSchema> & { transport: Transport; headers: RequestHeaders };

/** The cookies of a sign-in, as an answer sets them. */
export const cookiesOf = ({
  cookie,
  deviceCookie,
}: Pick<Login, 'cookie' | 'deviceCookie'>): SessionCookie[] =>
  [cookie, deviceCookie].filter((one) => one !== null);

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

/**
 * Signs in. Throws `wrong_credentials`, alike in words, status and time for unknown and known names, `throttled`
 * before any hashing, or `redis_unavailable`. The browser's former session ends (`replaced`), and its id is never
 * adopted. About 50 ms of one thread, and O(sessions of the user) in Redis.
 */
export async function login(request: LoginRequest): Promise<Login> {
  requireRoom();
  const redis = webRedis();
  const source = sourceOf(addressOf(request.headers));
  // Normalised: another spelling of the name must not get a fresh budget.
  const name = normaliseUsername(request.username) ?? request.username;
  const device = request.transport === 'cookie' ? await knownDevice(redis, name, request.headers) : null;
  const signingIn = () => authenticate(redis, request, device === null ? source : null);
  const { token, document } = await throttled(redis, name, source, signingIn, device).catch(
    (error: unknown) => {
      // Not awaited: the answer's time must not tell whether the user exists.
      void noteRefusal(redis, 'sign_in_refused', name, request.headers, error);
      throw error;
    },
  );
  const signedIn = { token: formatToken(token), document, home: homeOf(document.role) };
  if (request.transport === 'bearer') return { ...signedIn, cookie: null, deviceCookie: null };
  const { absoluteMs } = SESSION_POLICIES[document.policy];
  return {
    ...signedIn,
    cookie: await sealToken(token, document.policy === 'remembered' ? absoluteMs : undefined),
    deviceCookie: await rememberDevice(redis, document, device),
  };
}

async function authenticate(
  redis: Redis,
  { username, password, remember, transport, headers }: LoginRequest,
  asker: Asker,
): Promise<{ token: Token; document: SessionDocument }> {
  const found = await findUserTag(redis, username);
  // An unknown name is looked up too, under a random tag.
  const user = found ?? newUserTag();
  const signedIn = await retried(async () => {
    // The epoch first: a password changed in between moves it, and creation is refused.
    const epoch = await readEpoch(redis, user);
    const matches = await isPasswordOf(redis, user, password, asker);
    const person = matches && epoch !== null ? await readUser(redis, user) : null;
    if (!person) throw new BankError('wrong_credentials', 'This user name and password do not match.');
    // First, so that at the limit this session is the one that goes.
    if (transport === 'cookie') await endReplaced(redis, headers);
    const policy = policyFor(person.role, {
      psd2: person.sessionPolicy === 'psd2',
      remember,
    });
    const { username: name, role, profile } = person;
    const created = await createSession(
      redis,
      {
        user,
        username: name,
        role,
        policy,
        profile,
        transport,
        device: deviceOf(headers),
        epoch: Number(epoch),
      },
      (document, evicted) =>
        makeAuditEntries(redis, user, actorOf(document, headers), [
          ...evicted.map((sid) => sessionEnded(sid, 'too_many')),
          { act: 'signed_in', detail: { sid: document.sid, transport, policy } },
        ]),
    );
    return created ?? AGAIN;
  }, ATTEMPTS);
  if (signedIn !== AGAIN) return signedIn;
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
