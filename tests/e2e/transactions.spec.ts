import type { Page } from 'playwright/test';
import { en, expect, expectUnbroken, test } from './fixtures.ts';

const words = en.transactions;
const searchbox = (page: Page) => page.getByRole('searchbox', { name: words.search });
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

test('results follow each word typed, and the query is in the address', async ({ page }) => {
  await page.goto('/transactions');
  await searchbox(page).fill('gro');
  await searchbox(page).pressSequentially('c');
  await expect(page).toHaveURL(/[?&]q=groc(&|$)/);
  // The list from before may begin with a match, so that all of them are waited for.
  const others = rows(page).filter({ hasNotText: /groc/i });
  await expect(others).toHaveCount(0);
  await expect.poll(() => rows(page).count()).toBeGreaterThan(10);

  await page.reload();
  await expect(searchbox(page)).toHaveValue('groc');
  await expect(rows(page).first()).toContainText(/groc/i);
});

test('letters typed faster than anything answers are all there', async ({ page }) => {
  await page.goto('/overview');
  await page.getByRole('link', { name: en.frame.transactions }).click();
  for (const text of ['groceries', 'refund', 'coffee']) {
    await searchbox(page).focus();
    await searchbox(page).press('ControlOrMeta+a');
    await page.keyboard.type(text);
    await expect(page).toHaveURL(new RegExp(`[?&]q=${text}(&|$)`));
    await page.waitForTimeout(400);
    await expect(searchbox(page)).toHaveValue(text);
  }
});

test('a late answer never overwrites a newer one', async ({ page }) => {
  await page.goto('/transactions');
  const waits = [900, 50, 700, 30, 500, 20];
  await page.route(/\/transactions\?.*q=/, async (route) => {
    if (!route.request().url().includes('/api/')) return route.continue();
    await new Promise((resolve) => setTimeout(resolve, waits.shift() ?? 10));
    await route.continue().catch(() => {});
  });
  await searchbox(page).pressSequentially('ref', { delay: 250 });
  await searchbox(page).fill('');
  await searchbox(page).pressSequentially('groc', { delay: 250 });
  await page.waitForTimeout(1500);
  for (const text of await rows(page).allTextContents()) expect(text).toMatch(/groc/i);
  expect(await rows(page).count()).toBeGreaterThan(5);
});

test('what matches nothing says so, and what was typed cannot break anything', async ({ page }) => {
  await page.goto('/transactions');
  for (const text of ['zzzqqq', '***', '@scope:{x}', '"\'`\\', '(|)', '<b>bold</b>']) {
    await searchbox(page).fill(text);
    await expect(page.getByText(/No transactions match/)).toBeVisible();
    await expect(page.getByText(/No transactions match/)).toContainText(text);
  }
});

test('older transactions arrive as one scrolls, each once and in order', async ({ page }) => {
  await page.goto('/transactions');
  const newest = Number(await rows(page).first().getAttribute('data-seq'));
  const lowest = async () => Number(await rows(page).last().getAttribute('data-seq'));
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 3000);
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
        return newest - (await lowest());
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(90);
  await expectUnbroken(page);
});

test('a transaction has an address of its own, and Back brings the same list', async ({ page }) => {
  await page.goto('/transactions?q=groc');
  const row = rows(page).first();
  const seq = await row.getAttribute('data-seq');
  await row.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/transactions/a_[A-Za-z0-9_-]{10}/${seq}`));
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/q=groc/);
  await expect(searchbox(page)).toHaveValue('groc');
  await expect(rows(page).first()).toBeVisible();
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
    }
    expect((await page.request.get(`/api/accounts/${items[0]?.id}/transactions`)).status()).toBe(404);
  });
});

test('a posting that matches appears on top, marked, without being asked for', async ({ page }) => {
  await page.goto('/transactions');
  const newest = Number(await rows(page).first().getAttribute('data-seq'));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/transactions')) asked.push(request.url());
  });
  await expect(page.locator(`[data-seq="${newest + 1}"]`)).toBeVisible({ timeout: 15_000 });
  expect(Number(await rows(page).first().getAttribute('data-seq'))).toBeGreaterThan(newest);
  expect(asked).toEqual([]);
});

test('a posting that does not match the search stays out', async ({ page }) => {
  await page.goto('/transactions?q=zzzqqq');
  await expect(page.getByText(/No transactions match/)).toBeVisible();
  await page.waitForTimeout(12_000);
  await expect(page.getByText(/No transactions match/)).toBeVisible();
  expect(await rows(page).count()).toBe(0);
});
