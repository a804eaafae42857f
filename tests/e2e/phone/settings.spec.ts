import type { Page } from 'playwright/test';
import { de } from '#app/_words/de.ts';
import { signInAs, test } from '../customers.ts';
import { en, expect, signOutContext } from '../fixtures.ts';

const words = en.settings;

const choose = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const paperOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const hiding = (page: Page) => page.getByRole('switch', { name: en.frame.hideAmounts });

test.use({ colorScheme: 'light' });
test.afterEach(({ context }) => signOutContext(context));

test.describe('before JavaScript arrives', () => {
  test.use({ javaScriptEnabled: false });

  test('theme, hidden amounts, language and sign-out are chosen in the settings', async ({
    page,
    customer,
  }) => {
    await signInAs(page.request, customer);
    await page.goto('/overview');
    await page.getByRole('link', { name: en.frame.settings }).filter({ visible: true }).click();
    await expect(page).toHaveURL('/settings');
    await choose(page, words.themes.dark);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('button', { name: words.themes.dark })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await hiding(page).click();
    await expect(page).toHaveURL('/settings');
    await expect(hiding(page)).toBeChecked();
    await choose(page, 'Deutsch');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await choose(page, 'English');
    await page.getByRole('button', { name: en.frame.signOut }).filter({ visible: true }).click();
    await expect(page).toHaveURL('/login?reason=signed_out');
    // The sign-in of this browser is as dark as its first paint.
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

test('the theme is the person’s wherever they are signed in, else the browser’s, and needs no reload', async ({
  page,
  browser,
  customer,
}) => {
  await signInAs(page.request, customer);
  await page.goto('/settings');
  const light = await paperOf(page);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await choose(page, words.themes.dark);
  await expect.poll(() => paperOf(page)).not.toBe(light);
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  const dark = await paperOf(page);
  await page.getByRole('link', { name: en.frame.overview }).click();
  await expect(page).toHaveURL('/overview');
  expect(await paperOf(page)).toBe(dark);

  const elsewhere = await browser.newContext({ colorScheme: 'light' });
  const other = await elsewhere.newPage();
  await other.goto('/login');
  expect(await paperOf(other), 'nobody chose here').toBe(light);
  // As somebody before them left it.
  const left = { domain: 'localhost', path: '/' };
  await elsewhere.addCookies([
    { name: 'redisBankTheme', value: 'light', ...left },
    { name: 'redisBankLanguage', value: 'de', ...left },
  ]);
  await signInAs(other.request, customer);
  await other.goto('/security');
  expect(await paperOf(other)).toBe(dark);
  await other.goto('/settings');
  // What the browser had all the time, too, is seen at once.
  await choose(other, de.settings.themes.light);
  await expect.poll(() => paperOf(other)).toBe(light);
  await signOutContext(elsewhere);
  await elsewhere.close();
  await signOutContext(page.context());
  const after = await page.context().newPage();
  await after.goto('/login');
  expect(await paperOf(after)).toBe(dark);
});

test('the switch and the eye are one choice', async ({ page, customer }) => {
  await signInAs(page.request, customer);
  await page.goto('/settings');
  const eye = page.getByRole('button', { name: en.frame.hideAmounts }).filter({ visible: true });
  await hiding(page).press('Space');
  await expect(hiding(page)).toBeChecked();
  await expect(eye).toHaveAttribute('aria-pressed', 'true');
  await eye.click();
  await expect(hiding(page)).not.toBeChecked();
});

test('under the lens each card shows what Redis was asked for it, at first and later; without it nothing is there', async ({
  page,
  signIn,
}) => {
  const { lens } = en;
  const placing: string[] = [];
  page.on('response', async (response) => {
    const script =
      response.request().resourceType() === 'script' ? await response.text().catch(() => '') : '';
    if (/serverTiming|data-lens/.test(script)) placing.push(response.url());
  });
  const part = (card: string, name: string) =>
    page.locator(`section[aria-labelledby=${card}] details`, { hasText: `Redis: ${name}` });
  await signIn('bob');
  await page.goto('/overview');
  await expect(page.getByTestId('balance')).toBeVisible();
  await expect(page.locator('[data-lens]')).toHaveCount(0);
  await page.goto('/settings');
  await choose(page, lens.on);
  await expect(page.getByRole('button', { name: lens.on, exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  );
  expect(placing, 'code of the lens before it is on').toEqual([]);

  await page.goto('/overview');
  const chart = part('chart', lens.cards.chart);
  await chart.locator('summary').click();
  await expect(chart.getByText('TS.RANGE').first()).toBeVisible();
  const source = chart.getByRole('link', { name: 'lib/finance/balance.ts#balanceHistory' });
  const path = new URL((await source.getAttribute('href')) ?? '', page.url()).pathname;
  expect(await (await page.request.get(path)).text()).toContain('export async function balanceHistory');
  await page.getByRole('radio', { name: en.overview.rangeLabel.all }).check({ force: true });
  await expect(chart.getByText(/balance_ts:.*:1d/).first()).toBeVisible();
  await page.getByTestId('latest').scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  await expect(part('spenders', lens.cards.spending).getByText('FT.AGGREGATE').first()).toBeAttached();
  // A card's own lesson is there first, whatever it asked.
  const regular = part('regular', lens.cards.regular);
  await expect(regular).toContainText(lens.notes.regular);
  await expect(regular.locator('ol + p > a:not([hidden])').first()).toHaveText(
    lens.lesson.replace('{name}', 'Sums in the index'),
  );
  expect(placing.length).toBeGreaterThan(0);

  const inLens = (card: keyof typeof lens.cards) =>
    page.locator('[data-lens] > details', { hasText: `Redis: ${lens.cards[card]}` });
  for (const [path, card, command] of [
    ['/settings', 'balance', lens.cache],
    ['/transactions/statement', 'statement', 'FT.AGGREGATE'],
    ['/security', 'events', 'JSON.MGET'],
    ['/security', 'passkeys', 'HGETALL'],
    ['/pay', 'payees', 'HGETALL'],
  ] as const) {
    await page.goto(path);
    await expect(inLens(card).first().getByText(command).first(), `${path} ${card}`).toBeAttached();
  }
  // What has asked nothing says how it comes to ask.
  await expect(inLens('order').first()).toContainText(lens.later.order);

  // It stands in nobody's way: below the search box, and on a transaction's page that one alone.
  await page.goto('/transactions');
  const card = page.locator('[data-lens]');
  await expect(card).toBeVisible();
  const box = page.getByRole('searchbox', { name: en.transactions.search });
  const [search, line] = [await box.boundingBox(), await card.boundingBox()];
  expect(line?.y).toBeGreaterThan((search?.y ?? 0) + (search?.height ?? 0));
  expect(line?.height).toBeLessThan(64);
  await page.locator('[data-seq] a').first().click();
  await expect(
    page.locator('[data-opened] details', { hasText: `Redis: ${lens.cards.entry}` }),
  ).toBeVisible();
  await expect(card).toBeHidden();
});
