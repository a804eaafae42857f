/** Every figure leads to the transactions it is made of, and they add up to it. */
import type { Page } from 'playwright/test';
import { dayOf, monthAfter } from '#lib/time.ts';
import { en, expect, test } from '../fixtures.ts';

const words = en.overview;
/** Over, so that nothing is added while a test looks. */
const month = monthAfter(dayOf(Date.now(), 'UTC').slice(0, 7), -1);

const minorOf = (text: string): number => Number((/[\d,]+\.\d\d/.exec(text)?.[0] ?? '').replace(/[,.]/g, ''));

/** In and out of the transactions that the page found, in minor units. */
async function found(page: Page): Promise<{ inMinor: number; outMinor: number }> {
  await expect(page).toHaveURL(/\/transactions\?/);
  await expect(page.locator('[data-seq]').first()).toBeVisible();
  const text = (await page.getByTestId('totals').textContent()) ?? '';
  return {
    inMinor: minorOf(/\+[\d,.]+/.exec(text)?.[0] ?? '0.00'),
    outMinor: minorOf(/−[\d,.]+/.exec(text)?.[0] ?? '0.00'),
  };
}
const spentOf = async (page: Page): Promise<number> => {
  const { inMinor, outMinor } = await found(page);
  return outMinor - inMinor;
};

const card = (page: Page, name: string) => page.getByRole('region', { name });
/** To the end of the page: the cards below the fold are fetched when they come near. */
const goDown = async (page: Page) => {
  // Not of the page that Back leaves.
  await expect(page.getByTestId('balance')).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByTestId('regular')).toBeVisible();
};

test.beforeEach(async ({ page, signIn }) => {
  // Bob has two accounts.
  await signIn('bob');
  await page.goto('/overview');
});

test('a category, a slice of the ring and Other open what they are made of, each merchant its transactions', async ({
  page,
}) => {
  const spending = card(page, words.spenders);
  const rows = spending.getByTestId('ranked').locator('> li');
  const buttons = rows.locator('> button');
  const choose = async () => {
    await goDown(page);
    await page.getByLabel(words.spendersPeriod).selectOption(month);
    await expect(page.getByTestId('spenders-sentence')).toContainText('That’s');
  };
  await choose();
  const amounts = (await buttons.allInnerTexts()).map(minorOf);
  expect(amounts).toHaveLength(6);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  expect(minorOf((await page.getByTestId('ring').textContent()) ?? '')).toBe(total);
  // What is not said of Other is said by it.
  await expect(buttons.last()).toContainText(/, .*…/);

  // The ring is tapped in the middle of a slice.
  const tap = async (slice: number) => {
    const before = amounts.slice(0, slice).reduce((sum, amount) => sum + amount, 0);
    const angle = (2 * Math.PI * (before + (amounts[slice] ?? 0) / 2)) / total;
    const { width = 0 } = (await page.getByTestId('ring').boundingBox()) ?? {};
    const radius = (width / 2) * 0.9;
    const position = { x: width / 2 + radius * Math.sin(angle), y: width / 2 - radius * Math.cos(angle) };
    await page.getByTestId('ring').click({ position });
  };
  await tap(1);
  const merchants = rows.nth(1).getByTestId('merchants').getByRole('link');
  const parts = (await merchants.allInnerTexts()).slice(0, -1).map(minorOf);
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amounts[1]);
  await merchants.first().click();
  expect(await spentOf(page)).toBe(parts[0]);

  await page.goBack();
  await choose();
  await buttons.first().click();
  await rows.first().getByTestId('merchants').getByRole('link').last().click();
  expect(await spentOf(page)).toBe(amounts[0]);

  await page.goBack();
  await choose();
  await tap(5);
  const others = (await buttons.allInnerTexts()).slice(6).map(minorOf);
  expect(others.reduce((sum, part) => sum + part, 0)).toBe(amounts[5]);
});

test('a month opens what it is made of', async ({ page }) => {
  await goDown(page);
  const bar = page.getByTestId('months').locator(`[data-month="${month}"]`).getByRole('link');
  const name = (await bar.textContent()) ?? '';
  const [inMinor, outMinor] = (name.match(/[\d,]+\.\d\d/g) ?? []).map(minorOf);
  expect(outMinor).toBeGreaterThan(0);
  await bar.click();
  expect(await found(page)).toEqual({ inMinor, outMinor });
});

test('a regular payment opens the payments it was found in', async ({ page }) => {
  await goDown(page);
  const link = page.getByTestId('regular').getByRole('link', { name: /Netflix/ });
  await expect(link).toContainText(words.every.month);
  const amount = minorOf((await link.textContent()) ?? '');
  await link.click();
  const { outMinor } = await found(page);
  const count = await page.locator('[data-seq]').count();
  expect(count).toBeGreaterThanOrEqual(3);
  expect(outMinor).toBe(count * amount);
});

test('a finger that slides reads the chart, and one that goes up scrolls the page', async ({
  page,
  context,
}) => {
  await page.locator('canvas').first().waitFor();
  const chart = page.getByRole('slider', { name: words.chartKeys });
  const readout = page.getByTestId('reading');
  await chart.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => window.scrollY);
  const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const client = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number, up = 0) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: x + width * at, y: y + height / 2 - up }],
    });
  await touch('touchStart', 0.8);
  const reading = async () => Number(await chart.getAttribute('aria-valuenow'));
  await expect(readout).toContainText('USD');
  const begun = await reading();
  for (const at of [0.7, 0.6, 0.5, 0.3]) await touch('touchMove', at);
  await expect.poll(reading).toBeLessThan(begun);
  expect(await page.evaluate(() => window.scrollY)).toBe(top);
  await touch('touchEnd', 0.3);
  await expect(readout).toBeHidden();

  await touch('touchStart', 0.5);
  for (const up of [20, 60, 100, 140, 180, 220]) await touch('touchMove', 0.5, up);
  await touch('touchEnd', 0.5);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(top + 50);
  await expect(readout).toBeHidden();
});

test('the chosen account is in the address, survives a reload and goes along to the transactions', async ({
  page,
}) => {
  const accounts = page.getByRole('navigation', { name: en.frame.accounts });
  await accounts.getByRole('link').nth(1).click();
  await expect(page).toHaveURL(/\/overview\?account=a_/);
  const id = new URL(page.url()).searchParams.get('account') ?? '';
  await page.reload();
  await expect(accounts.getByRole('link').nth(1)).toHaveAttribute('aria-current', 'true');
  const { items } = (await (await page.request.get('/api/accounts')).json()) as {
    items: { id: string; availableMinor: number }[];
  };
  const mine = items.find((one) => one.id === id);
  await expect(page.getByTestId('balance')).toHaveAttribute('data-minor', String(mine?.availableMinor));

  // The other account moves by itself, and what they come to moves with it.
  const sums = async () => {
    const all = (await accounts.locator('xpath=..').textContent()) ?? '';
    const [one = 0, total = 0] = (all.match(/[\d,]+\.\d\d/g) ?? []).map(minorOf);
    return { one, other: mine?.availableMinor ?? 0, total };
  };
  const before = await sums();
  expect(before.total).toBe(before.one + before.other);
  await expect.poll(async () => (await sums()).one).not.toBe(before.one);
  const after = await sums();
  expect(after.total).toBe(after.one + after.other);

  await page.getByRole('link', { name: en.frame.transactions, exact: true }).click();
  await expect(page).toHaveURL(`/transactions?account=${id}`);
});

test.describe('without a connection', () => {
  test.use({ allowedComplaints: /Failed to load resource|ERR_|ChunkLoadError|Failed to fetch/ });

  /** What the bundler does by itself before it gives a file up. */
  const BUNDLER_TRIES = 2;

  /** From now on: how often the same script was asked for in vain, the one that was most. */
  const countInVain = (page: Page) => {
    const tries = new Map<string, number>();
    page.on('requestfailed', (request) => {
      if (request.resourceType() === 'script') tries.set(request.url(), (tries.get(request.url()) ?? 0) + 1);
    });
    return () => Math.max(0, ...tries.values());
  };

  test('what was not loaded yet keeps its place, and comes with the connection', async ({
    page,
    context,
  }) => {
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    const askedInVain = countInVain(page);
    await context.setOffline(true);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const months = card(page, words.months);
    await expect(months).toHaveAttribute('aria-busy', 'true');
    await expect.poll(askedInVain).toBeGreaterThan(BUNDLER_TRIES);
    await expect(page.getByText(en.errors.failedTitle)).toHaveCount(0);
    await expect(months).toHaveAttribute('aria-busy', 'true');
    await context.setOffline(false);
    await expect(page.getByTestId('months')).toBeVisible();
    await expect(page.getByTestId('regular')).toBeVisible();
  });

  test('a sheet that was not loaded yet says that it is on its way, and opens with the connection', async ({
    page,
    context,
  }) => {
    await page.goto('/transactions');
    await expect(page.getByTestId('totals')).toContainText(/\d/);
    const askedInVain = countInVain(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Filter/ }).tap();
    await expect(page.getByText(en.transactions.loading)).toBeVisible();
    await expect.poll(askedInVain).toBeGreaterThan(BUNDLER_TRIES);
    await expect(page.getByText(en.errors.failedTitle)).toHaveCount(0);
    await context.setOffline(false);
    await expect(page.getByRole('dialog', { name: en.filters.title })).toBeVisible();
  });
});
