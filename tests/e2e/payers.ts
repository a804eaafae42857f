/** Customers who pay: with two accounts each, and what their phones sign with. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Page } from 'playwright/test';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import { type AccountId, type AccountRef, isAccountId } from '#lib/ids.ts';
import { openAccount, readAccountHash } from '#lib/ledger/accounts.ts';
import type { Redis } from '#lib/redis/client.ts';
import { test as base, LONG_CREDENTIAL, signInAs } from './customers.ts';
import { en, signOutContext } from './fixtures.ts';

// Making a code is recorded, signed, and the configuration is read as a whole.
process.env.SESSION_SECRETS ||= '1:test-secret-test-secret-test-secret-00';

const words = en.pay;
export const OPENING_MINOR = 1000_00;

export type Person = { username: string; name: string; refs: AccountRef[]; numbers: string[] };

function accountId(): AccountId {
  const id = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(id)) throw new TypeError(id);
  return id;
}

/** Somebody with a current account and savings, of 1,000.00 USD each. */
export async function newPerson(redis: Redis, name: string): Promise<Person> {
  const user = newUserTag();
  const username = `e2e-${randomBytes(6).toString('hex')}`;
  const refs = [accountId(), accountId()].map((account) => ({ user, account }));
  const numbers = refs.map(() => String(randomInt(10 ** 9, 10 ** 10)));
  for (const [at, ref] of refs.entries()) {
    await openAccount(redis, ref, {
      ...{ number: numbers[at] ?? '', name: at === 0 ? 'Current account' : 'Savings', currency: 'USD' },
      ...{ openingBalanceMinor: OPENING_MINOR, openingAt: Date.now(), ticking: false },
    });
  }
  const profile = { name, dateOfBirth: '1990-05-17', email: `${username}@redisbank.example` };
  const accounts = refs.map(({ account }) => account);
  await createUser(redis, { user, username, password: LONG_CREDENTIAL, role: 'user', profile, accounts });
  return { username, name, refs, numbers };
}

export const test = base.extend<{ payer: Person; balances: (of: Person) => Promise<number[]> }>({
  payer: async ({ redis, context }, use) => {
    const payer = await newPerson(redis, 'Erin Example');
    await signInAs(context.request, payer);
    await use(payer);
    await signOutContext(context);
  },
  balances: async ({ redis }, use) => {
    await use(({ refs }) =>
      Promise.all(refs.map(async (ref) => (await readAccountHash(redis, ref))?.balance ?? 0)),
    );
  },
});

/** Chromium's own authenticator: asked, it makes passkeys and signs, as a thumb on its reader would. */
export async function withAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    /** The next thumbs are not its customer's. */
    refuse: () => browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    accept: () => browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true }),
  };
}

export const amountOn = (page: Page) => page.getByRole('textbox', { name: words.amount });
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
export const stateOn = (page: Page) => page.getByTestId('payment-state');
