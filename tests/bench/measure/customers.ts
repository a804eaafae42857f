/** Customers by the thousand with an open account and a session, without a password, which would cost 50 ms of hashing each. */
import { type AccountRef, isAccountId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession } from '#lib/sessions/create.ts';
import { createEpoch } from '#lib/sessions/epoch.ts';
import { formatToken } from '#lib/sessions/token.ts';
import { DAY } from '#lib/time.ts';
import { addTicking } from '#worker/ticking.ts';
import { freshRef } from '../million.ts';
import { type Bank, SESSION_SECRETS } from './bank.ts';

const PROFILE = { name: 'Robin Example', dateOfBirth: '1990-01-01', email: 'robin@redisbank.example' };
const DEVICE = { browser: 'bench', system: 'bench', kind: 'program', address: '127.0.0.1' } as const;
const TOGETHER = 100;

export type Customer = { ref: AccountRef; bearer: string };

export function administrator({ redis }: Bank): Promise<Redis> {
  process.env.SESSION_SECRETS ??= SESSION_SECRETS;
  return connectRedis(redis.urls.admin, { name: 'bench', deadlineMs: 60_000 });
}

/** A customer of an account that is there, or is about to be loaded. */
export async function signInDirectly(redis: Redis, ref: AccountRef): Promise<Customer> {
  const { user, account } = ref;
  const username = `bench-${user
    .slice(0, 8)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '0')}`;
  const document = { username, role: 'user', profile: PROFILE, accounts: [account] };
  await redis.json.set(keys.user(user), '$', { ...document, words: PROFILE.name.toLowerCase() });
  await createEpoch(redis, user);
  const made = await createSession(redis, {
    user,
    username,
    role: 'user',
    profile: PROFILE,
    device: DEVICE,
    policy: 'standard',
    transport: 'bearer',
    epoch: Number(await redis.get(keys.epoch(user))),
  });
  if (!made || !isAccountId(account)) throw new Error('no session was made');
  return { ref, bearer: `Bearer ${formatToken(made.token)}` };
}

/** For those who tick the worker books in the ten seconds, each at a moment of their own. */
export async function openCustomers(
  redis: Redis,
  count: number,
  { ticking = true } = {},
): Promise<Customer[]> {
  const customers: Customer[] = [];
  const one = async () => {
    const ref = freshRef();
    const opening = {
      number: '1580783161',
      name: 'Current account',
      currency: 'USD',
      openingBalanceMinor: 0,
    };
    await openAccount(redis, ref, { ...opening, openingAt: Date.now() - DAY, ticking });
    customers.push(await signInDirectly(redis, ref));
    if (ticking) await addTicking(redis, ref, true);
  };
  while (customers.length < count) {
    await Promise.all(Array.from({ length: Math.min(TOGETHER, count - customers.length) }, one));
  }
  return customers;
}
