/** The main job on a phone, from sign-in to sign-out: once by touch alone, once by keyboard alone. */
import type { Page } from 'playwright/test';
import { en, expect, PASSWORD, signOutContext, test } from '../fixtures.ts';

test.afterEach(({ context }) => signOutContext(context));

test('by touch alone', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel(en.login.username).tap();
  await page.keyboard.type('bob');
  await page.getByLabel(en.login.password, { exact: true }).tap();
  await page.keyboard.type(PASSWORD);
  await page.getByRole('button', { name: en.login.submit, exact: true }).tap();
  await expect(page).toHaveURL('/overview');

  await page.getByRole('link', { name: en.frame.transactions }).tap();
  await page.getByRole('searchbox', { name: en.transactions.search }).tap();
  await page.keyboard.type('groc');
  await expect(page).toHaveURL(/q=groc/);
  const row = page.locator('[data-seq]').first();
  await expect(row).toContainText(/groc/i);
  await row.getByRole('link').tap();
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();

  await page.getByRole('link', { name: en.frame.overview }).tap();
  await page.getByText(en.overview.range['1mo'], { exact: true }).tap();
  await expect(page.getByRole('radio', { name: en.overview.rangeLabel['1mo'] })).toBeChecked();
  await expect(page.getByRole('figure').first()).toContainText(/Low .*, high /);

  await page.getByRole('link', { name: en.frame.settings }).filter({ visible: true }).tap();
  await page.getByRole('button', { name: en.frame.signOut, exact: true }).filter({ visible: true }).tap();
  await expect(page).toHaveURL('/login?reason=signed_out');
});

/** Presses Tab until the element of that role and name has the focus; what cannot be reached fails. */
async function tabTo(page: Page, role: string, name: string | RegExp, most = 60): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const match = page.getByRole(role as 'link', {
      name,
      ...(typeof name === 'string' ? { exact: true } : {}),
    });
    if ((await match.and(focused).count()) > 0) {
      await expectFocusShown(page);
      return;
    }
  }
  throw new Error(`Tab does not reach the ${role} ${name}`);
}

/** Who tabs must see where they are: an outline on the element, or on the one that stands for it. */
async function expectFocusShown(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const outlined = (element: Element | null) =>
      element !== null && getComputedStyle(element).outlineStyle !== 'none';
    const focused = document.activeElement;
    return outlined(focused) || outlined(focused?.parentElement ?? null);
  });
  expect(shown, 'a visible focus').toBe(true);
}

test('by keyboard alone', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, 'textbox', en.login.username);
  await page.keyboard.type('bob');
  await tabTo(page, 'textbox', en.login.password);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/overview');

  await tabTo(page, 'link', en.frame.transactions);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/transactions');
  await tabTo(page, 'searchbox', en.transactions.search);
  await page.keyboard.type('groc');
  await expect(page).toHaveURL(/q=groc/);
  await expect(page.locator('[data-seq]').first()).toContainText(/groc/i);
  await tabTo(page, 'link', /groc/i);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/transactions\/a_/);
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();

  await tabTo(page, 'link', en.frame.overview, 120);
  await page.keyboard.press('Enter');
  // Whose account was looked at stays so.
  await expect(page).toHaveURL(/\/overview\?account=a_/);
  await tabTo(page, 'radio', en.overview.rangeLabel['1mo']);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: en.overview.rangeLabel['3mo'] })).toBeChecked();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: en.overview.rangeLabel['1mo'] })).toBeChecked();
  await expect(page.getByRole('figure').first()).toContainText(/Low .*, high /);

  await tabTo(page, 'link', en.frame.settings, 120);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings');
  await tabTo(page, 'button', en.frame.signOut);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/login?reason=signed_out');
});
