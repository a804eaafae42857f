import { expectClean } from '../clean.ts';
import { AGENTS, signInAs } from '../customers.ts';
import { confirm, dialog, endOf, openLive, REFUSALS, rows, statusOf, test } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.security;
const common = en.session;

test.use({ allowedComplaints: REFUSALS });

test('every live session is listed with its device, where it is and since when, and this one is marked', async ({
  page,
  customer,
  elsewhere,
  open,
}) => {
  await elsewhere(AGENTS.phone);
  await open('/security');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText(words.thisDevice);
  await expect(rows(page).first()).toContainText('Chrome on Linux');
  const other = rows(page).nth(1);
  await expect(other).toContainText('Chrome on Android');
  await expect(other).toContainText('from this computer');
  await expect(other).toContainText(/Signed in \d+\s\w+, \d\d:\d\d/);
  await expect(other).toContainText(words.activeNow);
  await expect(page.locator('[data-act="signed_in"]')).toHaveCount(2);
  await expect(page.getByText(customer.name).filter({ visible: true }).first()).toBeVisible();
});

test('an older one ends after the password, at once here, and there with the reason', async ({
  page,
  otherDevice,
  open,
}) => {
  const other = await otherDevice(AGENTS.windows);
  await open('/security');
  await endOf(page, 'Firefox on Windows').click();
  await expect(dialog(page)).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await confirm(page);
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText(words.ended.replace('{device}', 'Firefox on Windows'))).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(other).toHaveURL(/\/login\?next=[^&]+&reason=revoked/);
  await expect(other.getByText(en.login.reasons.revoked)).toBeVisible();
  await expect(page.locator('[data-act="session_ended"]')).toHaveCount(1);
});

test('a wrong password is told and clears its field; Escape leaves everything as it was', async ({
  page,
  elsewhere,
  open,
}) => {
  const other = await elsewhere(AGENTS.windows);
  await open('/security');
  await endOf(page, 'Firefox on Windows').click();
  const field = dialog(page).getByLabel(common.password, { exact: true });
  await expect(field).toBeFocused();
  await expectClean(page);
  await confirm(page, 'not this one');
  await expect(page.getByTestId('step-up-error')).toHaveText(common.errors.wrong_credentials);
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await confirm(page, 'nor this one');
  await expect(page.getByTestId('step-up-error')).toHaveText(common.errors.wrong_credentials);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByTestId('devices-error')).toBeEmpty();
  expect(await statusOf(other)).toBe(200);
});

test('all the others end together, and within five minutes the password is not asked again', async ({
  page,
  elsewhere,
  otherDevice,
  open,
}) => {
  const other = await otherDevice();
  await open('/security');
  await page.getByRole('button', { name: words.endOthers }).click();
  await confirm(page);
  await expect(page.getByText(words.endedOthers)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByText(words.noOthers)).toBeVisible();
  await expect(other).toHaveURL(/\/login\?next=[^&]+&reason=revoked_all/);

  const again = await elsewhere();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: words.endOthers }).click();
  await expect(page.getByText(words.endedOthers)).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  expect(await statusOf(again)).toBe(401);
});

test('one that could not be ended comes back, with what to do', async ({ page, elsewhere, open }) => {
  await elsewhere(AGENTS.phone);
  await open('/security');
  await page.route('**/api/sessions/*', (route) => route.abort());
  await endOf(page, 'Chrome on Android').click();
  await expect(page.getByTestId('devices-error')).toContainText(common.errors.network);
  await expect(rows(page)).toHaveCount(2);
});

test('of two looks at the list the later one stands, whichever is answered first', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await signInAs(context.request, customer);
  await openLive(page, '/security');
  const [read, later] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let looks = 0;
  await page.route('**/api/sessions', async (route) => {
    looks += 1;
    if (looks > 1) return route.continue();
    const response = await route.fetch();
    read.resolve();
    await later.promise;
    await route.fulfill({ response }).catch(() => null);
  });
  const first = page.waitForRequest('**/api/sessions');
  await elsewhere();
  await read.promise;
  await elsewhere(AGENTS.phone);
  await expect(rows(page)).toHaveCount(3);
  later.resolve();
  await (await first).response();
  await page.evaluate(() => new Promise<unknown>((idle) => requestIdleCallback(idle)));
  await expect(rows(page)).toHaveCount(3);
});

test('a page on which nothing happens rests', async ({ page, context, customer }) => {
  await signInAs(context.request, customer);
  await openLive(page, '/security');
  const devtools = await context.newCDPSession(page);
  // What a busy machine takes away is no work of the page.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scriptSeconds = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
  };
  const before = await scriptSeconds();
  await page.waitForTimeout(2000);
  expect((await scriptSeconds()) - before).toBeLessThan(0.2);
});
