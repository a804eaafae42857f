/** Saved views and recent searches, on every device of a person. */
import { en, expect, signInContext, test } from '../fixtures.ts';

test.beforeEach(async ({ signIn }) => signIn('alice'));

test('a view saved on one device is there on another, with the last searches, and is removed and had back', async ({
  page,
  browser,
  baseURL,
}) => {
  const name = `Out ${crypto.randomUUID().slice(0, 8)}`;
  const box = page.getByRole('searchbox');
  await page.goto('/transactions?direction=out&q=groceries');
  await page.getByRole('button', { name: en.searches.save }).click();
  await page.getByLabel(en.searches.name, { exact: true }).fill(name);
  await page.getByRole('button', { name: en.searches.confirm, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await box.fill('rent');
  await expect(page.locator('[data-seq]').first()).toContainText(/rent/i);
  const remembered = page.waitForResponse(
    (answer) => answer.url().endsWith('/api/searches') && answer.request().method() === 'POST',
  );
  await box.press('Enter');
  expect((await remembered).status()).toBe(204);

  const second = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-GB' });
  await signInContext(second, 'alice');
  const phone = await second.newPage();
  await phone.goto('/transactions');
  await phone.getByRole('searchbox').click();
  const panel = phone.getByRole('region', { name: en.searches.panel });
  await expect(panel.getByRole('button', { name: 'rent', exact: true })).toBeVisible();
  await panel.getByRole('button', { name: `Remove view ${name}` }).click();
  await expect(panel.getByRole('button', { name, exact: true })).toBeHidden();
  await panel.getByRole('button', { name: en.searches.undo }).click();
  await expect(panel.getByRole('button', { name, exact: true })).toBeVisible();

  // By keys alone: down through the rows to the view, and into it.
  await phone.getByRole('searchbox').focus();
  await phone.keyboard.press('ArrowDown');
  await expect(
    panel.getByRole('list', { name: en.searches.recent }).getByRole('button').first(),
  ).toBeFocused();
  const view = panel.getByRole('button', { name, exact: true });
  for (let at = 0; at < 40 && !(await view.evaluate((one) => one === document.activeElement)); at++) {
    await phone.keyboard.press('ArrowDown');
  }
  await phone.keyboard.press('Enter');
  await expect(phone).toHaveURL(/[?&]q=groceries(&|$)/);
  await expect(phone).toHaveURL(/[?&]direction=out(&|$)/);
  await expect(panel).toBeHidden();

  const { items } = (await (await phone.request.get('/api/views')).json()) as {
    items: { id: string; name: string }[];
  };
  const saved = items.find((one) => one.name === name);
  expect((await phone.request.delete(`/api/views/${saved?.id}`)).status()).toBe(204);
  await phone.request.delete('/api/searches');
  await phone.close();
  await second.request.post('/api/auth/logout');
  await second.close();
});
