import type { Page } from 'playwright/test';
import { expectClean } from '../clean.ts';
import { LONG_PASSWORD, signInAs } from '../customers.ts';
import { REFUSALS, rows, test, warning } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.security;
const common = en.session;
const NEW_PASSWORD = 'four loud kingfishers';

test.use({ allowedComplaints: REFUSALS });

const send = (page: Page) => page.getByRole('button', { name: words.change, exact: true }).click();
async function openForm(page: Page): Promise<void> {
  await page.goto('/security');
  await page.getByText(words.changePassword).first().click();
  await expect(page.getByLabel(words.current)).toBeVisible();
}
async function change(page: Page): Promise<void> {
  await page.getByLabel(words.current).fill(LONG_PASSWORD);
  await page.getByLabel(words.next).fill(NEW_PASSWORD);
}

test('is changed; a fault is told at its field and what was right is kept', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await signInAs(context.request, customer);
  await openForm(page);
  const [current, next] = [page.getByLabel(words.current), page.getByLabel(words.next)];
  await current.fill(LONG_PASSWORD);
  for (const [text, fault] of [
    ['too short', words.faults.too_short],
    ['x'.repeat(129), words.faults.too_long],
    ['password1234', words.faults.common],
    [LONG_PASSWORD, words.faults.unchanged],
  ] as const) {
    await next.fill(text);
    await send(page);
    await expect(page.getByText(fault)).toBeVisible();
    await expect(next).toHaveValue(text);
    await expect(next).toBeFocused();
    await expect(current).toHaveValue(LONG_PASSWORD);
  }
  await next.fill(NEW_PASSWORD);
  await current.fill('not the current one');
  await send(page);
  await expect(page.getByText(words.wrongCurrent)).toBeVisible();
  await expect(current).toHaveValue('');
  await expect(current).toBeFocused();
  await expect(next).toHaveValue(NEW_PASSWORD);
  await expectClean(page);

  await current.fill(LONG_PASSWORD);
  await send(page);
  await expect(page.getByText(words.changed)).toBeVisible();
  await expect(next).toHaveValue('');
  await expect(page.locator('[data-act="password_changed"]')).toHaveCount(1);
  await elsewhere(undefined, NEW_PASSWORD);
});

test('can be pasted and looked at', async ({ page, context, customer }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInAs(context.request, customer);
  await openForm(page);
  const next = page.getByLabel(words.next);
  await page.evaluate((text) => navigator.clipboard.writeText(text), NEW_PASSWORD);
  await next.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(next).toHaveValue(NEW_PASSWORD);
  await page.getByRole('button', { name: common.showLabel }).nth(1).click();
  await expect(next).toHaveAttribute('type', 'text');
});

test('takes all other sessions along when asked to, and says so there', async ({
  page,
  context,
  customer,
  otherDevice,
}) => {
  const other = await otherDevice();
  await signInAs(context.request, customer);
  await openForm(page);
  await change(page);
  await page.getByLabel(words.alsoOthers).check();
  await send(page);
  await expect(page.getByText(words.changedAndEnded)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(other).toHaveURL(/\/login\?next=[^&]+&reason=password_changed/);
  await expect(other.getByText(en.login.reasons.password_changed)).toBeVisible();
});

test('a device that goes on hears of the new one', async ({ page, context, customer, otherDevice }) => {
  const other = await otherDevice();
  await signInAs(context.request, customer);
  await openForm(page);
  await change(page);
  await send(page);
  await expect(page.getByText(words.changed)).toBeVisible();
  // The sign-in is asked about first.
  await warning(other).getByRole('button', { name: common.itWasMe }).click();
  await expect(warning(other).getByText(common.passwordChanged)).toBeVisible();
});
