/** Accounts of a test's own, with as many entries as it needs and postings when it says so. */
import { randomBytes } from 'node:crypto';
import { createUser } from '#lib/identity/users.ts';
import { type AccountRef, isAccountId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import type { Pending, Posting } from '#lib/ledger/ledger-entry.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import type { Redis } from '#lib/redis/client.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { test as base, LONG_CREDENTIAL, signInAs } from './customers.ts';

// What posts is the bank's own code, which wants its configuration.
process.env.SESSION_SECRETS ??= '1:e2e-secret-e2e-secret-e2e-secret-e2e-00';

const NAMES = ['Tesco', 'AXA', 'Café Müller', 'Trader Joe’s', 'City Transit'] as const;
const TEXTS = ['Groceries', 'Car insurance', 'Flat white', 'Weekly shop', 'Day ticket'] as const;

type OwnAccount = AccountRef & {
  /** Books one entry now, live, as the worker does. */
  post: (some: Partial<Posting>) => Promise<void>;
  /** Authorizes a purchase now, and answers how to post it, at its final amount if that differs. */
  authorize: (some: Partial<Pending>) => Promise<(amountMinor?: number) => Promise<void>>;
};

/** The `n`th of many: over months, in and out, five names. */
export const posting = (n: number, at: number): Posting => ({
  id: `e2e-${at}-${n}`,
  at,
  amountMinor: (n % 7 === 0 ? 1 : -1) * (100 + ((n * 7919) % 30_000)),
  counterparty: NAMES[n % NAMES.length] ?? 'Tesco',
  counterpartyAccount: '1111111111',
  description: TEXTS[n % TEXTS.length] ?? '',
  category: 'groceries',
  type: n % 7 === 0 ? 'refund' : 'card',
});

/** A purchase that waits to be booked. */
export const pendingOf = (at: number, some: Partial<Pending> = {}): Pending => ({
  ...posting(1, at),
  ...{ id: `e2e-pending-${at}`, amountMinor: -45_20, expiresAt: at + 10 * MINUTE },
  ...some,
});

type Fixtures = {
  /** Signs the page in as a new customer with one account of so many entries, the newest an hour old, or of these. */
  ownAccount: (entries: number | Posting[]) => Promise<OwnAccount>;
};

export const test = base.extend<Fixtures>({
  ownAccount: async ({ redis, context }, use) => {
    await use(async (entries) => {
      const { ref, username } = await newCustomer(redis, entries);
      await signInAs(context.request, { username, name: '' });
      let booked = 0;
      return {
        ...ref,
        post: async (some) => {
          booked += 1;
          await postEntry(redis, ref, { ...posting(booked, Date.now()), ...some });
        },
        authorize: async (some) => {
          const { expiresAt, ...one } = pendingOf(Date.now(), some);
          await authorize(redis, ref, { ...one, expiresAt });
          return async (amountMinor = one.amountMinor) => {
            const adjusted = { amountMinor, authorizedMinor: one.amountMinor, adjusted: 'tip' as const };
            const posted = amountMinor === one.amountMinor ? one : { ...one, ...adjusted };
            await postEntry(redis, ref, { ...posted, at: Date.now() }, { posts: true });
          };
        },
      };
    });
    await Promise.all(context.pages().map((page) => page.close()));
    await context.request.post('/api/auth/logout').catch(() => null);
  },
});

export async function newCustomer(redis: Redis, entries: number | Posting[]) {
  const account = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(account)) throw new TypeError(account);
  const username = `e2e-${randomBytes(6).toString('hex')}`;
  const profile = { name: 'Erin Example', dateOfBirth: '1990-05-17', email: `${username}@redisbank.example` };
  const { user } = await createUser(redis, {
    ...{
      username,
      password: LONG_CREDENTIAL,
      role: 'user' as const,
      profile,
      accounts: [account],
    },
  });
  const ref = { user, account };
  const openingAt = Date.now() - 400 * DAY;
  await openAccount(redis, ref, {
    ...{ number: '1234567890', name: 'Current account', currency: 'USD', openingBalanceMinor: 500_000_00 },
    ...{ openingAt, ticking: false },
  });
  await postHistory(redis, ref, typeof entries === 'number' ? someHistory(entries) : entries);
  return { ref, username };
}

function someHistory(count: number): Posting[] {
  const everyMs = Math.floor((399 * DAY) / Math.max(1, count));
  const first = Date.now() - HOUR - count * everyMs;
  return Array.from({ length: count }, (_, n) => posting(n, first + n * everyMs));
}
