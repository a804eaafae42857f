import { AGENTS, LONG_PASSWORD, signInAs } from '../customers.ts';
import { endOf, REFUSALS, rows, statusOf, test } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.security;
const common = en.session;
const NEW_PASSWORD = 'four loud kingfishers';

test.use({ allowedComplaints: REFUSALS, javaScriptEnabled: false });

test('the list is there, and an older session ends with the password, a later one without', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  const older = await elsewhere(AGENTS.windows);
  await signInAs(context.request, customer);
  const later = await elsewhere(AGENTS.phone);
  await page.goto('/security');
  await expect(rows(page)).toHaveCount(3);
  await endOf(page, 'Chrome on Android').click();
  await expect(rows(page)).toHaveCount(2);
  expect(await statusOf(later)).toBe(401);

  await endOf(page, 'Firefox on Windows').click();
  await expect(page.getByRole('heading', { name: common.stepUpTitle })).toBeVisible();
  const password = page.locator('#confirm-password');
  await password.fill('not this one');
  await page.getByRole('button', { name: common.confirm }).click();
  await expect(page.getByText(common.errors.wrong_credentials)).toBeVisible();
  expect(await statusOf(older)).toBe(200);
  await password.fill(LONG_PASSWORD);
  await page.getByRole('button', { name: common.confirm }).click();
  await expect(rows(page)).toHaveCount(1);
  expect(await statusOf(older)).toBe(401);
});

test('the password can be changed', async ({ page, open, elsewhere }) => {
  await open('/security');
  await page.getByText(words.changePassword).first().click();
  await page.getByLabel(words.current).fill(LONG_PASSWORD);
  await page.getByLabel(words.next).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: words.change, exact: true }).click();
  await expect(page.getByText(words.changed)).toBeAttached();
  await elsewhere(undefined, NEW_PASSWORD);
});
