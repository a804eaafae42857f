import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { en, expect, stranger, test } from './fixtures.ts';

const SCHEMES = ['light', 'dark'] as const;

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(told).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0);
}

/** What stands below the fold of the overview is fetched when it comes near. */
async function goDown(page: Page): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByTestId('regular')).toBeVisible();
  await expect(page.getByTestId('categories-sentence')).toBeVisible();
}

for (const colorScheme of SCHEMES) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' } as object);

    test('the sign-in is clean, and so is its error', async ({ page }) => {
      await page.goto('/login?reason=idle');
      await expectClean(page);
      await page.getByLabel(en.login.username).fill(stranger());
      await page.getByLabel(en.login.password, { exact: true }).fill('wrong');
      await page.getByRole('button', { name: en.login.submit, exact: true }).click();
      await expect(page.getByText(en.login.errors.wrong_credentials)).toBeVisible();
      await expectClean(page);
    });

    test('the customer’s pages are clean', async ({ page, signIn }) => {
      await signIn('carol');
      for (const path of ['/overview', '/transactions', '/transactions?q=zzzqqq', '/security']) {
        await page.goto(path);
        await page.waitForTimeout(500);
        if (path === '/overview') await goDown(page);
        await expectClean(page);
        await expectNoSidewaysScroll(page);
      }
      await page.goto('/transactions');
      await page.locator('[data-seq]').first().getByRole('link').click();
      await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
      await expectClean(page);
      await page.reload();
      await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
      await expectClean(page);
    });

    test('the staff’s page is clean', async ({ page, signIn }) => {
      await signIn('adam');
      await page.goto('/staff');
      await expectClean(page);
    });
  });
}

test.describe('at 400% zoom', () => {
  test.use({ viewport: { width: 320, height: 400 } });

  test('every page can be read without scrolling sideways', async ({ page, signIn }) => {
    await page.goto('/login');
    await expectNoSidewaysScroll(page);
    await signIn('carol');
    for (const path of ['/overview', '/transactions', '/security']) {
      await page.goto(path);
      await page.waitForTimeout(300);
      if (path === '/overview') await goDown(page);
      await expectNoSidewaysScroll(page);
    }
  });
});
