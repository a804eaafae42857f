import { expect } from 'playwright/test';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import type { AccountId } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { dayOf, monthAfter } from '#lib/time.ts';
import { pendingOf, posting } from '../../e2e/accounts.ts';
import { LONG_PASSWORD } from '../../e2e/customers.ts';
import type { Look, Scene, Scenes } from '../look.ts';

const RANGES = ['5min', '1h', '1d', '1w', '3mo', '1y', 'all'] as const;

const drawn = async ({ page }: Look) => {
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
};

async function open(look: Look): Promise<void> {
  await look.page.goto('/overview');
  await drawn(look);
}

/** To the cards that are fetched when they come near. */
async function goDown({ page }: Look): Promise<void> {
  await page.getByTestId('latest').scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  await expect(page.locator('section[aria-labelledby="regular"]')).toBeVisible();
}

const card = ({ page }: Look, id: string) => page.locator(`section[aria-labelledby="${id}"]`);

const range = (name: (typeof RANGES)[number]): Scene => ({
  as: 'bob',
  async bring(look) {
    await open(look);
    const answer = look.page.waitForResponse((response) => response.url().includes(`range=${name}`));
    await look.page.getByRole('radio', { name: look.words.overview.rangeLabel[name] }).click();
    await answer;
    return card(look, 'balance');
  },
});

/** Somebody with as many accounts and letters as there may be. */
async function asSomebodyOf(
  look: Look,
  accounts: readonly [name: string, currency: string, minor: number][],
) {
  const user = newUserTag();
  const username = `look-${user.slice(0, 8).toLowerCase()}`;
  const ids = accounts.map(() => `a_${newUserTag().slice(0, 10)}` as AccountId);
  for (const [at, [name, currency, openingBalanceMinor]] of accounts.entries()) {
    const account = ids[at] as AccountId;
    await openAccount(
      look.redis,
      { user, account },
      {
        number: `158078317${at}`,
        name,
        currency,
        openingBalanceMinor,
        openingAt: Date.now(),
        ticking: false,
      },
    );
  }
  const profile = {
    name: 'Dr. Maximiliane-Charlotte Freifrau von Hohenlohe-Waldenburg',
    dateOfBirth: '1990-05-17',
    email: `${username}@redisbank.example`,
  };
  await createUser(look.redis, {
    user,
    username,
    password: LONG_PASSWORD,
    role: 'user',
    profile,
    accounts: ids,
  });
  await look.signIn(username, LONG_PASSWORD);
}

export const scenes: Scenes = {
  overview: {
    as: 'bob',
    async bring(look) {
      await open(look);
      return 'page';
    },
  },
  'overview-savings': {
    as: 'bob',
    async bring(look) {
      await open(look);
      const accounts = look.page.getByRole('navigation', { name: look.words.frame.accounts });
      await accounts.getByRole('link').nth(1).click();
      await expect(look.page).toHaveURL(/account=/);
      await drawn(look);
      return 'page';
    },
  },
  'overview-fresh': {
    async bring(look) {
      await look.asNewCustomer();
      await open(look);
      return 'page';
    },
  },
  'overview-first': {
    async bring(look) {
      const { ref } = await look.asNewCustomer();
      await open(look);
      await postEntry(look.redis, ref, posting(1, Date.now()));
      await expect(look.page.getByTestId('latest').locator('[data-seq]')).toHaveCount(1);
      return 'page';
    },
  },
  'overview-pending': {
    async bring(look) {
      const { ref } = await look.asNewCustomer(60);
      await open(look);
      for (const [n, amountMinor] of [-45_20, -12_90, 30_00].entries()) {
        await authorize(
          look.redis,
          ref,
          pendingOf(Date.now(), { id: `look-${Date.now()}-${n}`, amountMinor }),
        );
      }
      await expect(look.page.getByTestId('booked')).toHaveText(/./);
      await goDown(look);
      await expect(look.page.getByTestId('and-pending').first()).toHaveText(/3/);
      return 'page';
    },
  },
  'overview-no-account': {
    async bring(look) {
      await asSomebodyOf(look, []);
      await look.page.goto('/overview');
      await expect(look.page.getByText(look.words.frame.noAccountTitle)).toBeVisible();
      return 'page';
    },
  },
  'overview-accounts': {
    async bring(look) {
      await asSomebodyOf(look, [
        ['Gemeinschaftskonto Haushalt', 'EUR', 12_345_678_90],
        ['Current account', 'USD', 98_412_55],
        ['Tagesgeld', 'EUR', 0],
        ['Travel', 'CHF', 1_204_10],
      ]);
      await open(look);
      return 'screen';
    },
  },
  'overview-hidden': {
    as: 'alice',
    async bring(look) {
      await look.page.request.patch('/api/me/preferences', { data: { hideAmounts: true } });
      await open(look);
      return 'page';
    },
  },
  'overview-scrubbed': {
    as: 'bob',
    async bring(look) {
      await open(look);
      const slider = look.page.getByRole('slider');
      await slider.focus();
      for (let step = 0; step < 4; step++) await slider.press('PageUp');
      return card(look, 'balance');
    },
  },
  'overview-due': {
    as: 'bob',
    async bring(look) {
      await open(look);
      await look.page.getByTestId('due').locator('summary').click();
      const slider = look.page.getByRole('slider');
      await slider.focus();
      await slider.press('End');
      return 'screen';
    },
  },
  'overview-spenders': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await open(look);
      const month = monthAfter(dayOf(Date.now(), 'UTC').slice(0, 7), -1);
      await goDown(look);
      await page.getByLabel(words.overview.spendersPeriod).selectOption(month);
      await expect(page.getByTestId('spenders-sentence')).toContainText(
        words.overview.comparedAll.split('{')[0] ?? '',
      );
      const rows = card(look, 'spenders').getByTestId('ranked').getByRole('button');
      await rows.first().click();
      await rows.filter({ hasText: words.overview.other }).click();
      return card(look, 'spenders');
    },
  },
  'overview-tables': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await open(look);
      await goDown(look);
      await expect(page.getByTestId('spenders-sentence')).toBeVisible();
      for (const toggle of await page.getByText(words.overview.showTable).all()) await toggle.click();
      return 'page';
    },
  },
  'overview-reconnecting': {
    as: 'bob',
    async bring(look) {
      const { page } = look;
      await page.route('**/api/events**', (route) => route.abort());
      await page.goto('/overview');
      await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'reconnecting');
      await expect(page.locator('canvas').first()).toBeVisible();
      return 'screen';
    },
  },
  'overview-offline': {
    as: 'bob',
    async bring(look) {
      await open(look);
      await goDown(look);
      await look.page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      await look.context.setOffline(true);
      await expect(look.page.getByTestId('live')).toHaveAttribute('data-state', 'offline');
      return 'screen';
    },
  },
  'overview-failed': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await page.route(/\/(balance|categories|regular)(\?|$)/, (route) => route.abort());
      await open(look);
      await page.getByRole('radio', { name: words.overview.rangeLabel['1y'] }).click();
      await expect(card(look, 'balance').getByRole('alert')).toBeVisible();
      await goDown(look);
      await expect(card(look, 'spenders').getByRole('alert')).toBeVisible();
      return 'page';
    },
  },
  'overview-waiting': {
    as: 'bob',
    waiting: true,
    async bring(look) {
      await look.page.route(/\/(categories|regular)(\?|$)/, () => undefined);
      await open(look);
      await goDown(look);
      await expect(look.page.locator('[aria-busy="true"]')).toHaveCount(2);
      return 'page';
    },
  },
  ...Object.fromEntries(RANGES.map((name) => [`overview-range-${name}`, range(name)])),
};
