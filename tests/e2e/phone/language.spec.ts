import type { Page } from 'playwright/test';
import { de } from '#app/_words/de.ts';
import { bookedDe } from '#lib/booked-de.ts';
import { LONG_PASSWORD, test } from '../customers.ts';
import { en, expect, PASSWORD, signOutContext } from '../fixtures.ts';

const expectLanguage = (page: Page, language: string) =>
  expect(page.locator('html')).toHaveAttribute('lang', language);
const cookieNames = async (page: Page) => (await page.context().cookies()).map(({ name }) => name);

async function signInByForm(page: Page, username: string, words = en.login): Promise<void> {
  await page.goto('/login');
  await page.getByLabel(words.username).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(LONG_PASSWORD);
  await page.getByRole('button', { name: words.submit, exact: true }).click();
  await expect(page).toHaveURL('/overview');
}

test.afterEach(({ context }) => signOutContext(context));

test.describe('a browser that asks for German', () => {
  test.use({ locale: 'de-CH', javaScriptEnabled: false });

  test('is answered in it, keeps no cookie, and switches before JavaScript arrives', async ({ page }) => {
    await page.goto('/login?reason=idle');
    await expectLanguage(page, 'de');
    await expect(page).toHaveTitle(`${de.login.title} · ${de.frame.bank}`);
    await expect(page.getByText(de.login.reasons.idle)).toBeVisible();
    expect(await cookieNames(page)).toEqual([]);
    await page.getByRole('button', { name: en.language.name }).click();
    await expect(page.getByRole('heading', { name: en.login.title })).toBeVisible();
    await expectLanguage(page, 'en');
    expect(await cookieNames(page)).toEqual(['redisBankLanguage']);
    // What was chosen goes before what the browser asks for, on every page.
    await page.goto('/login');
    await expect(page).toHaveTitle(`${en.login.title} · ${en.frame.bank}`);
  });
});

test('what was switched to is kept for the person, on every page, and wherever none was chosen', async ({
  page,
  browser,
  customer,
}) => {
  await signInByForm(page, customer.username);
  await expectLanguage(page, 'en');
  await page.getByRole('link', { name: en.frame.settings }).filter({ visible: true }).click();
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.getByRole('button', { name: de.language.name }).filter({ visible: true }).click();
  await expect(page.getByRole('link', { name: de.frame.transactions })).toBeVisible();
  await expectLanguage(page, 'de');
  await expect(page).toHaveTitle(`${de.settings.title} · ${de.frame.bank}`);
  await page.getByRole('link', { name: de.frame.overview }).click();
  await expect(page.getByRole('heading', { name: de.frame.noAccountTitle })).toBeVisible();
  expect(await page.evaluate(() => 'stayed' in window), 'the page was not loaded anew').toBe(true);

  const elsewhere = await browser.newContext({ locale: 'en-GB' });
  const other = await elsewhere.newPage();
  await signInByForm(other, customer.username);
  await expect(other.getByRole('heading', { name: de.frame.noAccountTitle })).toBeVisible();
  await expectLanguage(other, 'de');
  await other.getByRole('link', { name: de.frame.security }).click();
  await expect(other).toHaveTitle(`${de.security.title} · ${de.frame.bank}`);
  expect((await other.goto('/no-such-page'))?.status()).toBe(404);
  await expect(other.getByRole('heading', { name: de.errors.notFoundTitle })).toBeVisible();
  await expectLanguage(other, 'de');
  expect(await cookieNames(other)).not.toContain('redisBankLanguage');
  await signOutContext(elsewhere);
  await elsewhere.close();
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE', allowedComplaints: /status of 404 .*no-such-page/ });

  test('nothing is wider than a small phone, and no button or heading is cut', async ({ page }) => {
    await page.goto('/login');
    const tooWide = () =>
      page.evaluate(() => {
        const all = [
          ...document.querySelectorAll<HTMLElement>('h1, h2, button, summary, label, th, dt, nav a'),
        ];
        const cut = all.filter(
          (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline',
        );
        const told = cut.filter((one) => !one.closest('.sr-only, .truncate, [class*="overflow-x-auto"]'));
        const page = document.documentElement;
        const beyond = [...document.body.querySelectorAll('*')].filter(
          (one) => one.getBoundingClientRect().right > screen.width + 1,
        );
        return [
          ...(page.scrollWidth > screen.width
            ? beyond.map((one) => `beyond: ${one.outerHTML.slice(0, 120)}`)
            : []),
          ...told.map((one) => `${one.tagName} ${one.textContent}`),
        ];
      });
    const fits = () => expect.poll(tooWide, page.url()).toEqual([]);
    await fits();
    await page.request.post('/api/auth/login', { data: { username: 'carol', password: PASSWORD } });
    for (const path of [
      '/overview',
      '/transactions',
      '/transactions?q=xyzxyz',
      '/security',
      '/settings',
      '/no-such-page',
    ]) {
      await page.goto(path);
      await expectLanguage(page, 'de');
      await fits();
    }
    // What the demo books is German on pages, and in files as it was booked.
    await page.goto('/transactions/statement?q=salary');
    await expect(page.getByRole('main')).toContainText(bookedDe['Household account'] ?? '');
    await expect(page.getByRole('main')).toContainText(bookedDe.Salary ?? '');
    const { items } = await (await page.request.get('/api/accounts')).json();
    const file = `/api/accounts/${items[0].id}/transactions/export?format=csv&q=salary`;
    expect(await (await page.request.get(file)).text()).toContain('Salary');
    await page.goto('/transactions');
    await page.locator('[data-seq] a').first().click();
    await expect(page.getByRole('heading', { name: de.detail.title })).toBeVisible();
    await fits();
  });
});
