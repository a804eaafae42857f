/** What a wide screen lays out in its own way; every state of every page, in both themes, is read on the phone. */
import { expectClean, expectNoSidewaysScroll, expectWhole } from '../clean.ts';
import { en, expect, test } from '../fixtures.ts';

// Axe reads each page as a whole.
test.beforeEach(() => test.slow());

for (const path of ['/overview', '/security', '/settings', '/pay', '/transactions']) {
  test(`${path} is clean`, async ({ page, signIn }) => {
    await signIn('carol');
    await page.goto(path);
    await expectWhole(page, path);
    await expectClean(page);
  });
}

test('a transaction beside the list is clean', async ({ page, signIn }) => {
  await signIn('carol');
  await page.goto('/transactions');
  await page.locator('[data-seq]').first().getByRole('link').click();
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
  await expectClean(page);
});

test('what a row of the table says is read whole', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn('bob');
  await page.goto('/transactions?q=standing');
  await expect(page.getByRole('checkbox').first()).toBeVisible();
  const cut = await page
    .locator('[data-seq] a span:not(.sr-only)')
    .evaluateAll((texts) =>
      texts
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent),
    );
  expect(cut).toEqual([]);
  await expectNoSidewaysScroll(page);
});
