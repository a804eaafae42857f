/** What a wide screen lays out in its own way; every state of every page, in both themes, is read on the phone. */
import { expectClean, expectWhole } from '../clean.ts';
import { en, expect, test } from '../fixtures.ts';

test.use({ reducedMotion: 'reduce' } as object);

test('the pages of a customer are clean, and so is the list with a transaction beside it', async ({
  page,
  signIn,
}) => {
  // Each page is read by axe as a whole.
  test.slow();
  await signIn('carol');
  for (const path of ['/overview', '/security', '/settings', '/transactions']) {
    await page.goto(path);
    await expectWhole(page, path);
    await expectClean(page);
  }
  await page.locator('[data-seq]').first().getByRole('link').click();
  await expect(page.getByText(en.detail.balanceAfter).first()).toBeVisible();
  await expectClean(page);
});
