/** Customers with accounts, entries and sessions of their own, fresh for each test file. */
import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { newUserTag } from '#lib/identity/users.ts';
import { type AccountRef, isAccountId, type UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import type { Pending, Posting } from '#lib/ledger/ledger-entry.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { cachedRedis, connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { formatToken } from '#lib/sessions/token.ts';
import { sealToken } from '#lib/sign-in/cookie.ts';
import { DAY, HOUR } from '#lib/time.ts';
import { startServing } from '#tests/integration/server/serving.ts';
import { until } from '#tests/setup/until.ts';

export const OPENED_AT = Date.now() - 300 * DAY;
export const OPENING_MINOR = 100_000_00;

export const adminRedis = (): Promise<Redis> =>
  connectRedis(process.env.REDIS_URL ?? '', { name: 'test-api', deadlineMs: 20_000 });

/** A process that has just begun answers 503 until its connections are there. */
export const connected = () => until(() => webRedis().isReady && cachedRedis().isReady);

/** The bank, served by this process, and a connection for the test itself. Both end with the file's tests. */
export async function servedBank() {
  const [redis, bank] = [await adminRedis(), await startServing()];
  afterAll(async () => {
    await bank.stop();
    redis.destroy();
  });
  await connected();
  return { redis, bank };
}

export function newAccountId() {
  const id = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(id)) throw new TypeError(id);
  return id;
}

export type Customer = { user: UserTag; refs: AccountRef[] };

/** A customer who could sign in, but for a password: those cost time, and sign-in has tests of its own. */
export async function newCustomer(redis: Redis, accounts = 1): Promise<Customer> {
  const user = newUserTag();
  const refs = Array.from({ length: accounts }, () => ({ user, account: newAccountId() }));
  for (const [at, ref] of refs.entries()) {
    await openAccount(redis, ref, {
      number: String(1_000_000_000 + Math.floor(Math.random() * 8_999_999_999)),
      name: at === 0 ? 'Current account' : 'Savings',
      currency: 'USD',
      openingBalanceMinor: OPENING_MINOR,
      openingAt: OPENED_AT,
      ticking: false,
    });
  }
  await redis.json.set(keys.user(user), '$', {
    username: `u${randomBytes(6).toString('hex')}`,
    role: 'user',
    profile: { name: 'Test Person', dateOfBirth: '1990-01-01', email: 'test@redisbank.example' },
    accounts: refs.map(({ account }) => account),
  });
  await redis.set(keys.epoch(user), '1');
  return { user, refs };
}

/** Headers of a signed-in request. */
export type Signed = { cookie: string } | { authorization: string };

export async function signedIn(
  redis: Redis,
  user: UserTag,
  transport: 'cookie' | 'bearer' = 'cookie',
  role = 'user',
): Promise<Signed> {
  const created = await createSession(redis, {
    user,
    username: 'test',
    role,
    policy: 'standard',
    profile: { name: 'Test Person', dateOfBirth: '1990-01-01', email: 'test@redisbank.example' },
    transport,
    device: { browser: 'Program', system: 'Unknown', kind: 'program', address: 'unknown' },
    epoch: 1,
  });
  if (!created) throw new Error('no session');
  if (transport === 'bearer') return { authorization: `Bearer ${formatToken(created.token)}` };
  const { name, value } = await sealToken(created.token);
  return { cookie: `${name}=${value}` };
}

const NAMES = ['Tesco', 'Aldi', "Trader Joe's", 'H&M', 'Café Müller', 'Northwind Traders', 'Vet Dr. Łukasz'];
const DESCRIPTIONS = [
  'Groceries',
  'Weekly shopping',
  'Salary November',
  'Refund 12/7',
  'Coffee — to go',
  '50% off',
];
const TYPES = ['card', 'transfer', 'direct_debit', 'salary', 'refund'] as const;

/** The same numbers for the same seed (mulberry32), so that a failure can be run again. */
export function randomly(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { below, one };
}

/** Past entries in time order, over most of the account's life, the last ones of today. */
export function somePostings(count: number, seed: number, more: Partial<Posting> = {}): Posting[] {
  const { below, one } = randomly(seed);
  const stepMs = (Date.now() - HOUR - OPENED_AT) / count;
  return Array.from({ length: count }, (_, at) => ({
    id: `p-${seed}-${at}`,
    amountMinor: (below(4) === 0 ? 1 : -1) * (1 + below(300_00)),
    counterparty: one(NAMES),
    counterpartyAccount: String(2_000_000_000 + below(1000)),
    description: one(DESCRIPTIONS),
    category: 'groceries',
    type: one(TYPES),
    at: Math.floor(OPENED_AT + (at + 1) * stepMs),
    ...more,
  }));
}

/** What is pending for a week from `at`. */
export const pendingOf = (
  id: string,
  amountMinor: number,
  at: number,
  more: Partial<Pending> = {},
): Pending => ({
  ...{ id, amountMinor, at, counterparty: 'Zorba Taverna', counterpartyAccount: '2000000077' },
  ...{ description: 'Moussaka', category: 'restaurants', type: 'card', expiresAt: at + 7 * DAY },
  ...more,
});

export async function withEntries(redis: Redis, ref: AccountRef, postings: Posting[]): Promise<Posting[]> {
  await postHistory(redis, ref, postings);
  return postings;
}
