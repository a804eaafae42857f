/**
 * Every key of the bank, in one place. `{U}` is the customer's random tag and the cluster hash tag, so all keys
 * of one customer share a slot and a script that touches several of them stays atomic in a cluster.
 */
import type { AccountId, AccountRef, PaymentId, SessionId, UserTag } from '#lib/ids.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';

export const PREFIX = 'redisBank:';

const ofUser = (kind: string, user: UserTag) => `${PREFIX}${kind}:{${user}}`;
const ofAccount = (kind: string, { user, account }: AccountRef) => `${PREFIX}${kind}:{${user}}:${account}`;

/** How long the balance series keeps each sample: what a chart of five minutes needs, and open buckets of all tiers. */
export const RAW_SAMPLES_KEPT_MS = 2 * DAY;

/**
 * What Redis compacts the balance series into: a sample for each bucket of `bucketMs` with an event, kept for `keptMs` (0 is
 * for good). Each is kept as long as a range of the chart is drawn from it (lib/finance/ranges.ts).
 */
export const BALANCE_TIERS = {
  '5m': { keeps: 'LAST', bucketMs: 5 * MINUTE, keptMs: 8 * DAY },
  '1h': { keeps: 'LAST', bucketMs: HOUR, keptMs: 400 * DAY },
  '1d': { keeps: 'LAST', bucketMs: DAY, keptMs: 0 },
  '1h:min': { keeps: 'MIN', bucketMs: HOUR, keptMs: 400 * DAY },
  '1h:max': { keeps: 'MAX', bucketMs: HOUR, keptMs: 400 * DAY },
} as const;
export type BalanceTier = keyof typeof BALANCE_TIERS;
export const BALANCE_TIER_NAMES = Object.keys(BALANCE_TIERS) as BalanceTier[];

export const keys = {
  username: (name: string) => `${PREFIX}username:${name}`,
  user: (user: UserTag) => ofUser('user', user),
  preferences: (user: UserTag) => ofUser('preferences', user),
  /** Saved views, a field each; recent searches by time. */
  views: (user: UserTag) => ofUser('views', user),
  searches: (user: UserTag) => ofUser('searches', user),
  /** Category by merchant, where the customer changed it. */
  categories: (user: UserTag) => ofUser('categories', user),
  credential: (user: UserTag) => ofUser('credential', user),
  epoch: (user: UserTag) => ofUser('epoch', user),

  /** The digest of a link to a new password; expires with it. */
  reset: (user: UserTag) => ofUser('reset', user),
  /** Digests of the user's known devices: a sorted set, score = last sign-in; expires with the newest. */
  devices: (user: UserTag) => ofUser('devices', user),

  session: (user: UserTag, sid: SessionId) => `${ofUser('session', user)}:${sid}`,
  sessions: (user: UserTag) => ofUser('sessions', user),
  ended: (user: UserTag, sid: SessionId) => `${ofUser('ended', user)}:${sid}`,

  audit: (user: UserTag, n: number) => `${ofUser('audit', user)}:${n}`,
  auditHead: (user: UserTag) => ofUser('audithead', user),
  /** Refusals in an hour from one source: the audit log has the first, this counter the rest. */
  refused: (user: UserTag, counter: string) => `${ofUser('refused', user)}:${counter}`,

  account: (ref: AccountRef) => ofAccount('account', ref),
  /** Without a seq: the common beginning of an account's entries, for scripts and MGETs of computed keys. */
  entries: (ref: AccountRef) => `${ofAccount('bankTransaction', ref)}:`,
  entry: (ref: AccountRef, seq: number) => `${ofAccount('bankTransaction', ref)}:${seq}`,
  note: (ref: AccountRef, seq: number) => `${ofAccount('note', ref)}:${seq}`,
  posted: (user: UserTag, id: string) => `${ofUser('posted', user)}:${id}`,
  /** The available balance after each event, or a tier of it. */
  balanceSeries: (ref: AccountRef, tier?: BalanceTier) =>
    ofAccount('balance_ts', ref) + (tier ? `:${tier}` : ''),
  totals: (ref: AccountRef) => ofAccount('totals', ref),
  spenders: (ref: AccountRef, month?: string) => ofAccount('bigspenders', ref) + (month ? `:${month}` : ''),
  /** Pending transactions: a JSON object by id. Absent or empty without one. */
  pending: (ref: AccountRef) => ofAccount('pending', ref),
  stream: (user: UserTag) => ofUser('transactions', user),

  /** Of an account's number: `<U>:<A>`, a slot of its own. */
  accountNumber: (number: string) => `${PREFIX}accountNumber:${number}`,

  /** What the web process asks of the payments process: a stream, a slot of its own. */
  paymentRequests: () => `${PREFIX}paymentRequests`,
  /** `<U>:<pid>` of each payment whose money may be on its way: a set, a slot of its own. */
  paymentsUnderway: () => `${PREFIX}paymentsUnderway`,
  payment: (user: UserTag, id: PaymentId) => `${ofUser('payment', user)}:${id}`,
  /** The customer's payments: a sorted set, score = asked at. */
  payments: (user: UserTag) => ofUser('payments', user),
  /** Amounts by payment, of what is debited and neither done nor returned: a hash. */
  paymentsOpen: (user: UserTag) => ofUser('paymentsOpen', user),
  /** What became of a payment at the payee, `credited` or `rejected`: the first write wins. */
  paid: (payee: UserTag, id: PaymentId) => `${ofUser('paid', payee)}:${id}`,
  paymentLimits: (user: UserTag) => ofUser('paymentLimits', user),
  /** Passkeys that may confirm payments, and the digest of the code that the first one needs. */
  paymentKeys: (user: UserTag) => ofUser('paymentKeys', user),
  paymentCode: (user: UserTag) => ofUser('paymentCode', user),
  /** Saved payees, by account number. */
  payees: (user: UserTag) => ofUser('payees', user),
  /** Passkeys that sign in, by credential id, and the challenges that were used for it. */
  passkeys: (user: UserTag) => ofUser('passkeys', user),
  challenge: (digest: string) => `${PREFIX}challenge:${digest}`,

  live: (user: UserTag) => ofUser('live', user),
  signal: (user: UserTag) => ofUser('signal', user),

  /** The list of all customers the worker posts for: a set of `<U>:<A>`; a single key, read once a minute. */
  ticking: () => `${PREFIX}ticking`,
  /** Marks what the deploy step has done: hash of index name → version, and `history` → when it was loaded. */
  deployed: () => `${PREFIX}deployed`,
} as const;

/** The `scope` TAG of an account's entries: the first clause of every search. */
export const scopeOf = ({ user, account }: { user: UserTag; account: AccountId }) => `${user}:${account}`;
