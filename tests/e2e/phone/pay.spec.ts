import { randomBytes, randomInt } from 'node:crypto';
import type { Page } from 'playwright/test';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import { type AccountId, type AccountRef, isAccountId } from '#lib/ids.ts';
import { openAccount, readAccountHash } from '#lib/ledger/accounts.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import type { Redis } from '#lib/redis/client.ts';
import { expectClean } from '../clean.ts';
import { test as base, LONG_PASSWORD, signInAs } from '../customers.ts';
import { en, expect, signOutContext } from '../fixtures.ts';

// Making a code is recorded, signed, and the configuration is read as a whole.
process.env.SESSION_SECRETS ||= '1:test-secret-test-secret-test-secret-00';

const words = en.pay;
const OPENING_MINOR = 1000_00;

type Person = { username: string; name: string; refs: AccountRef[]; numbers: string[] };

function accountId(): AccountId {
  const id = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isAccountId(id)) throw new TypeError(id);
  return id;
}

/** Somebody with a current account and savings, of 1,000.00 USD each. */
async function newPerson(redis: Redis, name: string): Promise<Person> {
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
  await createUser(redis, { user, username, password: LONG_PASSWORD, role: 'user', profile, accounts });
  return { username, name, refs, numbers };
}

const test = base.extend<{ payer: Person; balances: (of: Person) => Promise<number[]> }>({
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
async function withAuthenticator(page: Page) {
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

// Lines that break are said on the console, and the question for the password.
test.use({ allowedComplaints: /net::ERR_|status of 403/ });

const amount = (page: Page) => page.getByRole('textbox', { name: words.amount });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const state = (page: Page) => page.getByTestId('payment-state');

test('money moves between own accounts once, whatever is reloaded, gone back to, pressed twice or lost', async ({
  page,
  payer,
  balances,
}) => {
  await page.goto('/pay');
  await expect(page.getByTestId('after')).toContainText('1,000.00 USD');
  await amount(page).fill('25');
  await expect(page.getByTestId('after')).toContainText('975.00 USD');
  await page.reload();
  await expect(amount(page)).toHaveValue('25');
  await button(page, words.next).tap();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.reload();
  await button(page, /Savings/).tap();
  await page.getByLabel(words.reference).fill('Holiday');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.goForward();
  await page.reload();
  await expect(page.getByTestId('sentence')).toHaveText('Move 25.00 USD from Current account to Savings');
  await expect(page.getByLabel(words.reference)).toHaveValue('Holiday');

  // It reaches the bank; its answer does not reach the customer.
  const sent: (string | undefined)[] = [];
  await page.route('**/api/transfers', async (route) => {
    sent.push(route.request().headers()['idempotency-key']);
    if (sent.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await button(page, words.move).tap();
  await expect(page.getByTestId('unknown')).toBeVisible();
  await expect(page.getByLabel(words.reference)).toHaveCount(0);
  await page.goBack();
  await expect(page.getByTestId('unknown')).toBeVisible();
  await page.reload();
  await button(page, words.ask).dblclick();
  await expect(state(page)).toHaveText(en.receipt.states.moved);
  await expectClean(page);
  expect(new Set(sent).size).toBe(1);
  expect(await balances(payer)).toEqual([OPENING_MINOR - 25_00, OPENING_MINOR + 25_00]);
  // What is done is not there to be done again.
  await page.goBack();
  await expect(amount(page)).toHaveValue('');
});

test('the first payment by keys alone: set up, a close name, a refused thumb, and it arrives live', async ({
  page,
  browser,
  payer,
  redis,
  balances,
}) => {
  const payee = await newPerson(redis, 'Alice Martin');
  const theirs = await browser.newContext();
  await signInAs(theirs.request, payee);
  const phone = await theirs.newPage();
  await phone.goto('/overview');
  await expect(phone.getByTestId('live')).toHaveAttribute('data-state', 'live');
  const code = await makePaymentCode(redis, payer.refs[0]?.user ?? newUserTag());
  const thumb = await withAuthenticator(page);
  const { keyboard } = page;
  const onto = async (name: string) => {
    for (let tab = 0; tab < 40; tab++) {
      const focused = page.locator(':focus');
      if ((await focused.count()) > 0) {
        const text = `${await focused.textContent()} ${await focused.getAttribute('aria-label')}`;
        if (text.includes(name)) return;
      }
      await keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${name}`);
  };

  await page.goto('/pay');
  await expect(amount(page)).toBeFocused();
  await expectClean(page);
  await keyboard.type('12,5');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.who })).toBeFocused();
  await expectClean(page);
  await onto(words.fresh);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.fresh })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type(payee.numbers[0] ?? '');
  await keyboard.press('Tab');
  await keyboard.type('Alice Marten');
  await keyboard.press('Enter');
  await expect(page.getByTestId('name-question')).toContainText('Did you mean Alice Martin?');
  await expectClean(page);
  await onto('Yes, Alice Martin');
  await keyboard.press('Enter');
  await expect(page.getByTestId('sentence')).toHaveText(
    'Send 12.50 USD to Alice Martin, from Current account',
  );
  await expect(page.getByTestId('sentence')).toBeFocused();
  await expectClean(page);

  await page.getByLabel(words.code).focus();
  await keyboard.type(code);
  await keyboard.press('Enter');
  await expect(page.getByLabel(en.session.password, { exact: true })).toBeFocused();
  await keyboard.type(LONG_PASSWORD);
  await keyboard.press('Enter');
  await expect(button(page, words.confirm)).toBeFocused();

  await thumb.refuse();
  await keyboard.press('Enter');
  await expect(page.getByTestId('pay-problem')).toHaveText(words.errors.canceled);
  await thumb.accept();
  await keyboard.press('Enter');
  await expect(state(page)).toHaveText(en.receipt.states.done);
  await expectClean(page);
  expect((await balances(payer))[0]).toBe(OPENING_MINOR - 12_50);
  await expect(phone.getByTestId('balance')).toHaveAttribute('data-minor', String(OPENING_MINOR + 12_50));
  await theirs.close();
});
