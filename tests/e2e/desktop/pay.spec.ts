import { en, expect } from '../fixtures.ts';
import { amountOn, OPENING_MINOR, stateOn, test } from '../payers.ts';

const words = en.pay;

test('by keys alone money is moved from the account that is looked at, and what was begun before waits', async ({
  page,
  payer,
  balances,
}) => {
  const { keyboard } = page;
  const savings = payer.refs[1]?.account ?? '';
  await page.goto('/pay');
  await expect(amountOn(page)).toBeFocused();
  await keyboard.type('40');
  await page.goto(`/pay?from=${savings}`);
  await expect(amountOn(page)).toBeFocused();
  await expect(amountOn(page)).toHaveValue('');
  await expect(page.getByRole('main')).toContainText(words.waiting.replace('{what}', '40.00 USD'));
  await keyboard.type('7.5');
  await expect(page.getByTestId('after')).toContainText('992.50 USD');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words.who })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type('curr');
  await keyboard.press('Enter');
  await expect(page.getByTestId('sentence')).toHaveText('Move 7.50 USD from Savings to Current account');
  await expect(page.getByTestId('sentence')).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type('Back again');
  await keyboard.press('Enter');
  await expect(stateOn(page)).toHaveText(en.receipt.states.moved);
  await expect(stateOn(page)).toBeFocused();
  expect(await balances(payer)).toEqual([OPENING_MINOR + 7_50, OPENING_MINOR - 7_50]);

  // What was typed first is still there.
  await page.goto('/pay');
  await expect(amountOn(page)).toHaveValue('40');
});
