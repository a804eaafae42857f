/** Panels beside the list: what is put away without being applied changes nothing. */
import { test } from '../accounts.ts';
import { en, expect } from '../fixtures.ts';

const { transactions: words, filters, exports } = en;

test('Escape and a click beside put a panel away, the focus goes back, and the list stays as it was', async ({
  page,
  ownAccount,
}) => {
  await ownAccount(60);
  await page.goto('/transactions');
  const button = page.getByRole('button', { name: /^Filter/ });
  const panel = page.getByRole('dialog', { name: filters.title });
  const scrolled = () => page.evaluate(() => window.scrollY);
  await button.click();
  await expect(panel).toBeVisible();
  expect(await scrolled()).toBe(0);
  await panel.getByText(filters.directions.in, { exact: true }).click();
  // Not modal: the rest of the page can be read and used meanwhile.
  await expect(page.getByRole('searchbox', { name: words.search })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();

  await button.click();
  await expect(panel.getByRole('radio', { name: filters.directions.in })).not.toBeChecked();
  await page.getByRole('heading', { name: words.sums }).click();
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL('/transactions');

  const save = page.getByRole('button', { name: exports.open });
  await save.click();
  const dialog = page.getByRole('dialog', { name: exports.title });
  await expect(dialog).toBeVisible();
  expect(await scrolled()).toBe(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(save).toBeFocused();
});
