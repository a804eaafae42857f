import type { Page } from 'playwright/test';
import { unavailablePage } from '#app/_frame/unavailable-page.ts';
import { test } from '../accounts.ts';
import { expectCleanInBoth, expectNoSidewaysScroll, expectWhole } from '../clean.ts';
import { en, expect, stranger } from '../fixtures.ts';

/** Of the right shape, and nobody's. */
const NO_LINK = `${'a'.repeat(22)}.${'b'.repeat(43)}`;
/** What opens over the list: recent searches, the sheet of filters, the files, and the question for a view's name. */
async function expectCleanLayers(page: Page): Promise<void> {
  expect((await page.request.post('/api/searches', { data: { q: 'groceries' } })).status()).toBe(204);
  await page.goto('/transactions?direction=out');
  await page.getByRole('searchbox').click();
  await expect(page.getByRole('region', { name: en.searches.panel })).toBeVisible();
  await expectCleanInBoth(page);
  await page.keyboard.press('Escape');
  for (const [opener, title] of [
    [/^Filter/, en.filters.title],
    [en.exports.open, en.exports.title],
    [en.searches.save, en.searches.save],
  ] as const) {
    await page.getByRole('button', { name: opener }).click();
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expectCleanInBoth(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
}

// Axe reads each page as a whole, twice.
test.describe.configure({ timeout: 120_000 });

test.describe('in light and in dark', () => {
  test.use({ allowedComplaints: /status of 404/ });

  test('the sign-in is clean, and so is its error', async ({ page }) => {
    await page.goto('/login?reason=idle');
    await expectCleanInBoth(page);
    await page.getByLabel(en.login.username).fill(stranger());
    await page.getByLabel(en.login.password, { exact: true }).fill('wrong');
    await page.getByRole('button', { name: en.login.submit, exact: true }).click();
    await expect(page.getByText(en.login.errors.wrong_credentials)).toBeVisible();
    await expectCleanInBoth(page);
  });

  test('pages for when something is missing are clean: a connection, Redis, a link, a page', async ({
    page,
    signIn,
  }) => {
    // The page leads away as soon as the bank answers, and it asks every few seconds.
    await page.route('**/api/health', () => undefined);
    await page.goto('/offline');
    await expect(page.getByTestId('offline-what')).toHaveText(en.offline.none);
    await expectCleanInBoth(page);
    await page.goto(`/reset?token=${NO_LINK}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectCleanInBoth(page);
    await signIn('carol');
    await page.goto('/nothing-here');
    await expect(page.getByRole('heading', { name: en.errors.notFoundTitle })).toBeVisible();
    await expectCleanInBoth(page);
    // Under the policy of a real page, which lets the nonce's script and style in and no other.
    const policy = (await page.request.get('/offline')).headers()['content-security-policy'] ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    await page.route('**/api/ready', () => undefined);
    await page.route('**/away', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': policy },
        body: unavailablePage(nonce, 'en'),
      }),
    );
    await page.goto('/away');
    await expectCleanInBoth(page);
  });

  for (const path of [
    '/overview',
    '/transactions',
    '/transactions?q=zzzqqq',
    '/security',
    '/settings',
    '/pay',
  ]) {
    test(`${path} is clean`, async ({ page, signIn }) => {
      await signIn('carol');
      await page.goto(path);
      await expectWhole(page, path);
      await expectCleanInBoth(page);
    });
  }

  test('what opens over the list is clean', async ({ page, ownAccount }) => {
    await ownAccount(20);
    await expectCleanLayers(page);
  });

  test('a transaction is clean, opened in the list and by its address', async ({ page, signIn }) => {
    await signIn('carol');
    await page.goto('/transactions');
    await page.locator('[data-seq]').first().getByRole('link').click();
    await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
    await expectCleanInBoth(page);
    await page.reload();
    await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
    await expectCleanInBoth(page);
  });

  test('the staff’s page is clean', async ({ page, signIn }) => {
    await signIn('adam');
    await page.goto('/staff');
    await expectCleanInBoth(page);
  });
});

test.describe('at 400% zoom', () => {
  test.use({ viewport: { width: 320, height: 400 } });

  test('every page can be read without scrolling sideways', async ({ page, signIn }) => {
    await page.goto('/login');
    await expectNoSidewaysScroll(page);
    await signIn('carol');
    for (const path of ['/overview', '/transactions', '/security', '/settings', '/pay']) {
      await page.goto(path);
      await expectWhole(page, path);
      await expectNoSidewaysScroll(page);
    }
  });
});
