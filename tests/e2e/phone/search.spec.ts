/** The search on a phone: what is typed, what comes of it, and what nobody else may see. */
import type { Page } from 'playwright/test';
import { test } from '../accounts.ts';
import { openLive } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.transactions;
const searchbox = (page: Page) => page.getByRole('searchbox', { name: words.search });
const list = (page: Page) => page.getByRole('region', { name: words.list });
const rows = (page: Page) => page.locator('[data-seq]');

test.beforeEach(async ({ signIn }) => signIn('bob'));

test('the first page comes from the server, without JavaScript too', async ({
  browser,
  context,
  baseURL,
}) => {
  const plain = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const page = await plain.newPage();
  await page.goto('/transactions?q=groc');
  expect(await rows(page).count()).toBeGreaterThan(10);
  for (const text of await rows(page).allTextContents()) expect(text).toMatch(/groc/i);
  await plain.close();
});

test('letters typed faster than anything answers are all there', async ({ page }) => {
  await page.goto('/overview');
  await page.getByRole('link', { name: en.frame.transactions }).click();
  for (const text of ['groceries', 'refund', 'coffee']) {
    await searchbox(page).focus();
    await searchbox(page).press('ControlOrMeta+a');
    await page.keyboard.type(text);
    await expect(page).toHaveURL(new RegExp(`[?&]q=${text}(&|$)`));
    await expect(list(page)).toHaveAttribute('data-answers', text);
    await expect(list(page)).toHaveAttribute('aria-busy', 'false');
    expect(await searchbox(page).inputValue()).toBe(text);
  }
});

test('what is typed before the page’s scripts are there is searched for with them', async ({ page }) => {
  const arrived = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await page.goto('/transactions', { waitUntil: 'commit' });
  await searchbox(page).fill('groc');
  arrived.resolve();
  await expect(list(page)).toHaveAttribute('data-answers', 'groc');
  await expect(searchbox(page)).toHaveValue('groc');
  await expect(page).toHaveURL(/[?&]q=groc$/);
});

test('what is posted while an answer is being drawn is listed only if it matches', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(5);
  const begun = Promise.withResolvers<void>();
  await page.route(/\/api\/transactions\?.*q=zzzqqq/, async (route) => {
    await begun.promise;
    await route.continue();
  });
  await page.goto('/transactions');
  // So that drawing takes as long as several postings.
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 10 });
  await searchbox(page).fill('zzzqqq');
  for (let n = 0; n < 80; n++) {
    if (n === 10) begun.resolve();
    await post({ counterparty: 'Bakery' });
  }
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await post({ counterparty: 'Zzzqqq' });
  await expect(rows(page)).toHaveText([/Zzzqqq/]);
  await expect(page.getByText('1 found', { exact: true })).toBeVisible();
});

test('what is typed while the page is drawn anew is all there, and so is the focus', async ({
  page,
  ownAccount,
}) => {
  await ownAccount(5);
  await page.clock.install();
  await openLive(page, '/transactions');
  const before = await searchbox(page).elementHandle();
  const typing = Promise.withResolvers<void>();
  const anew = page.waitForRequest(/[?&]_rsc=/);
  await page.route(/[?&]_rsc=/, async (route) => {
    await typing.promise;
    await route.continue();
  });
  // However long the drawing takes, it comes before the pause in which the address is written.
  await page.clock.pauseAt(Date.now() + 10_000);
  const data = { counterparty: 'Tesco', category: 'pets' };
  expect((await page.request.put('/api/me/categories', { data })).status()).toBe(204);
  await anew;
  await searchbox(page).focus();
  await page.keyboard.type('caf');
  typing.resolve();
  await expect.poll(() => before?.evaluate((box) => box.isConnected)).toBe(false);
  await page.keyboard.type('é');
  await page.clock.resume();
  await expect(searchbox(page)).toBeFocused();
  await expect(searchbox(page)).toHaveValue('café');
  await expect(list(page)).toHaveAttribute('data-answers', 'café');
  await expect(page).toHaveURL(/[?&]q=caf%C3%A9$/);
});

test('while an answer is late, what is not its answer is softer and stays', async ({ page }) => {
  await page.goto('/transactions');
  const late = page.locator('[data-slow]');
  const answer = Promise.withResolvers<void>();
  await page.route(/\/api\/transactions\?/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await searchbox(page).fill('groc');
  await expect(late).toHaveCSS('opacity', '0.5');
  await expect(list(page)).toHaveAttribute('aria-busy', 'true');
  await expect(list(page)).toHaveAttribute('data-answers', '');
  await expect(late.locator('[data-seq]').first()).toBeVisible();
  answer.resolve();
  await expect(list(page)).toHaveAttribute('data-answers', 'groc');
  await expect(late).toHaveCount(0);
});

test('words that mean a time are chips, one taken off leaves the text, and an account narrows what was searched for', async ({
  page,
}) => {
  await page.goto('/transactions');
  const chip = page.getByRole('list', { name: words.filters }).getByRole('link');
  await searchbox(page).fill('groceries last month');
  await expect(chip).toHaveText([/^\w+ 20\d\d/]);
  await expect(rows(page).first()).toContainText(/groc|shop|market/i);
  await expect(searchbox(page)).toHaveValue('groceries last month');
  await expect(page).toHaveURL(/q=groceries/);
  await page.reload();
  await chip.click();
  await expect(searchbox(page)).toHaveValue('groceries');
  await expect(list(page)).toHaveAttribute('data-answers', 'groceries');
  await expect(rows(page).first()).toBeVisible();

  await searchbox(page).fill('interest');
  // As many rows of another answer may be in sight.
  await expect(list(page)).toHaveAttribute('data-answers', 'interest');
  await expect(rows(page)).toHaveCount(12);
  const account = page.getByRole('navigation', { name: en.frame.accounts }).getByRole('link').last();
  for (const text of await rows(page).allTextContents()) expect(text).toContain('Rainy day savings');
  await account.click();
  await expect(page).toHaveURL(/account=a_[A-Za-z0-9_-]{10}&q=interest$/);
  await expect(rows(page)).toHaveCount(12);
  await page.reload();
  await expect(account).toHaveAttribute('aria-current', 'true');
  await expect(account, 'the chosen account is in sight').toBeInViewport({ ratio: 0.95 });
});

test('what matches nothing says so, and what was typed cannot break anything', async ({ page }) => {
  await page.goto('/transactions');
  for (const text of ['zzzqqq', '***', '@scope:{x}', '"\'`\\', '(|)', '<b>bold</b>']) {
    await searchbox(page).fill(text);
    await expect(page.getByText(/No transactions match/)).toBeVisible();
    await expect(page.getByText(/No transactions match/)).toContainText(text);
  }
});

test.describe('another customer’s transaction', () => {
  test.use({ allowedComplaints: /status of 404/ });

  test('is not found, like one that does not exist', async ({ page, browser, baseURL }) => {
    const other = await browser.newContext({ baseURL });
    const login = { username: 'carol', password: 'foobared' };
    await other.request.post('/api/auth/login', { data: login });
    const { items } = (await (await other.request.get('/api/accounts')).json()) as {
      items: { id: string }[];
    };
    await other.request.post('/api/auth/logout');
    await other.close();

    for (const path of [`/transactions/${items[0]?.id}/10`, '/transactions/a_AAAAAAAAAA/10']) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(page.getByRole('heading', { name: en.errors.notFoundTitle })).toBeVisible();
      await expect(page.getByRole('main')).toHaveCount(1);
    }
    expect((await page.request.get(`/api/accounts/${items[0]?.id}/transactions`)).status()).toBe(404);
  });
});
