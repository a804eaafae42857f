/** Who may use an endpoint, as values of its contract; each says what it refuses, and what it gives the handler. */
import { BankError, type ErrorCode } from '#lib/errors.ts';
import type { Access } from '#lib/http/contract.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { type Account, listAccounts, listedTogether, requireAccount } from '#lib/ledger/accounts.ts';
import { webSources } from '#lib/redis/client.ts';
import { byCopies } from '#lib/redis/copies.ts';
import { requireSession, type Session, type SessionOptions } from '#lib/sign-in/require-session.ts';
import { requireRight, type StaffRights } from '#lib/staff/permissions.ts';

type SignedIn = { session: Session; user: UserTag };
export type OwnAccount = SignedIn & { account: Account; ref: AccountRef };

/** What `requireSession` throws. */
const SESSION_REFUSALS: readonly ErrorCode[] = [
  'not_signed_in',
  'session_ended',
  'session_rotated',
  'bad_token',
  'credential_conflict',
  'redis_unavailable',
];

async function signedIn(headers: RequestHeaders, options?: SessionOptions): Promise<SignedIn> {
  const session = await requireSession(headers, options);
  return { session, user: session.document.user };
}

const bySession = (options?: SessionOptions): Access<SignedIn> => ({
  needs: 'session',
  refusals: SESSION_REFUSALS,
  authorise: async (headers) => {
    const own = await signedIn(headers, options);
    return () => own;
  },
});

/** A session, and of what its user owns the one that the path names; another's is as missing as a missing one. */
const byOwner = <Context extends object>(
  find: (own: SignedIn, params: Readonly<Record<string, string>>) => Promise<Context>,
): Access<SignedIn & Context> => ({
  needs: 'session',
  refusals: [...SESSION_REFUSALS, 'not_found'],
  authorise: async (headers) => {
    const own = await signedIn(headers);
    return async (params) => ({ ...own, ...(await find(own, params)) });
  },
});

/** Whoever is signed in. The session may be a copy from at most half a second ago. */
export const session = bySession();

/** As `session`, and Redis is asked: for acts that must not rest on a copy. */
export const freshSession = bySession({ ask: 'redis' });

/** As `session`, for requests that are no sign of life. */
export const idleSession = bySession({ activity: 'background' });

/** As `freshSession`, for the request that ends it. */
export const endingSession = bySession({ ask: 'redis', activity: 'background' });

/** The account's numbers may be a copy from at most half a second ago; what is not found was asked of Redis. */
const accountOf = (user: UserTag, id: string) =>
  byCopies(webSources(), (redis) => requireAccount(redis, user, id));

/** The owner of the account `:id`. */
export const ownAccount = byOwner(({ user }, { id = '' }) => accountOf(user, id));

/** The accounts that `listedTogether` names, by the query's `account`; another's is as missing as a missing one. */
export const ownAccounts = byOwner(async ({ user }) => {
  const accounts = await byCopies(webSources(), (redis) => listAccounts(redis, user));
  const listed = (id: string | undefined): Account[] => listedTogether(accounts, id);
  return {
    listed,
    refsOf: (id: string | undefined): AccountRef[] =>
      listed(id).map((account) => ({ user, account: account.id })),
  };
});

/** A seq is spelled one way only: `07`, `7.0`, `+7` and what is beyond exact numbers are not found, as a missing entry is. */
export function entryNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new BankError('not_found', 'There is no such transaction.');
  return Number(text);
}

/** The owner of the account `:id`, of which the path names the entry `:seq`. */
export const ownEntry = byOwner(async ({ user }, { id = '', seq = '' }) => ({
  ...(await accountOf(user, id)),
  seq: entryNumber(seq),
}));

/** The customer's first account, which is all that the tutorial knows. */
export const ownFirstAccount = byOwner(async ({ user }) => {
  const [account] = await byCopies(webSources(), (redis) => listAccounts(redis, user));
  if (!account) throw new BankError('not_found', 'There is no account.');
  return { account, ref: { user, account: account.id } };
});

/** Staff who may do something of this kind; to whom, the functions of lib/staff say. */
export const staff = (right: keyof StaffRights, options?: SessionOptions): Access<SignedIn> => ({
  needs: 'staff',
  refusals: [...SESSION_REFUSALS, 'forbidden', 'passkey_required'],
  authorise: async (headers) => {
    const own = await signedIn(headers, options);
    return () => {
      requireRight(own.session, right);
      return own;
    };
  },
});

/** For an action, which is no endpoint: what `access` gives those who send these headers, and what it refuses. */
export const authorised = async <Context extends object>(
  access: Access<Context>,
  headers: RequestHeaders,
  params: Readonly<Record<string, string>>,
): Promise<Context> => (await access.authorise(headers))(params);
