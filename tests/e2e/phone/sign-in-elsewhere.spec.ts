import type { Page } from 'playwright/test';
import { expectClean } from '../clean.ts';
import { AGENTS, signInAs } from '../customers.ts';
import { openLive, REFUSALS, rows, statusOf, test, warning } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.security;
const common = en.session;

test.use({ allowedComplaints: REFUSALS, signInWarnings: true });

/** The page waits for its turn to have the stream: until then it hears what another tab passes on. */
const isFollowing = (page: Page) =>
  page.waitForFunction(() => navigator.locks.query().then(({ pending }) => (pending?.length ?? 0) > 0));

test('warns on every page and in every tab until it is answered, and appears in the list', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await signInAs(context.request, customer);
  await openLive(page, '/security');
  const tab = await context.newPage();
  await tab.goto('/overview');
  await isFollowing(tab);
  await expect(rows(page)).toHaveCount(1);

  const other = await elsewhere(AGENTS.phone);
  const title = common.newSignIn.replace('{device}', 'Chrome on Android');
  for (const seen of [page, tab]) await expect(warning(seen).getByText(title)).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await expectClean(page);

  await page.getByRole('link', { name: en.frame.transactions }).click();
  await expect(page).toHaveURL('/transactions');
  await expect(warning(page)).toBeVisible();
  await page.reload();
  await warning(page).getByRole('button', { name: common.itWasMe }).click();
  await expect(warning(page)).toHaveCount(0);
  await expect(warning(tab)).toHaveCount(0);
  await page.reload();
  // The other tab leads by now; a page that waits for its turn has also read what it knows of sign-ins.
  await isFollowing(page);
  await expect(warning(page)).toHaveCount(0);
  expect(await statusOf(other)).toBe(200);
});

test('“this wasn’t me” ends it in one tap, and leads to a new password', async ({
  page,
  context,
  customer,
  otherDevice,
}) => {
  await signInAs(context.request, customer);
  await openLive(page, '/overview');
  const thief = await otherDevice(AGENTS.windows);
  await warning(page).getByRole('button', { name: common.notMe }).click();
  await expect(page).toHaveURL(/\/security\?act=not-me/);
  await expect(page.getByText(words.notMeDone)).toBeFocused();
  await expect(page.getByLabel(words.current)).toBeVisible();
  await expect(page.getByLabel(words.alsoOthers)).toBeChecked();
  await expect(thief).toHaveURL(/\/login\?next=[^&]+&reason=revoked/);
  await expect(warning(page)).toHaveCount(0);
  await expect(page).toHaveTitle(new RegExp(words.title));
  await expectClean(page);
});

test('what could not be ended stays in the warning, which says so', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await signInAs(context.request, customer);
  const other = await elsewhere();
  await page.goto('/overview');
  await page.route('**/api/sessions/*', (route) => route.abort());
  await warning(page).getByRole('button', { name: common.notMe }).click();
  await expect(warning(page).getByText(common.errors.network)).toBeVisible();
  await page.unroute('**/api/sessions/*');
  await warning(page).getByRole('button', { name: common.notMe }).click();
  await expect(page).toHaveURL(/\/security\?act=not-me/);
  expect(await statusOf(other)).toBe(401);
});

test('the question names time, browser and address, can wait, and comes again with the next page', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await signInAs(context.request, customer);
  await openLive(page, '/overview');
  await elsewhere(AGENTS.phone);
  const told = new RegExp(`${en.dates.today}, \\d\\d:\\d\\d, ${common.thisComputer}\\.`);
  await expect(warning(page)).toContainText(common.newSignIn.replace('{device}', 'Chrome on Android'));
  await expect(warning(page)).toContainText(told);
  await warning(page).getByRole('button', { name: common.later }).click();
  await expect(warning(page)).toHaveCount(0);
  await page.getByRole('link', { name: en.frame.transactions }).click();
  await expect(page).toHaveURL('/transactions');
  await expect(warning(page)).toHaveCount(0);
  await page.reload();
  await expect(warning(page)).toContainText(told);
});

test('at 400% zoom the question covers nothing: it stands above the page', async ({
  page,
  context,
  customer,
  elsewhere,
}) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await signInAs(context.request, customer);
  await openLive(page, '/settings');
  await elsewhere(AGENTS.phone);
  await expect(warning(page)).toBeVisible();
  const [question, main] = await Promise.all(
    [warning(page), page.getByRole('main')].map((one) => one.boundingBox()),
  );
  expect((question?.y ?? 0) + (question?.height ?? 0)).toBeLessThanOrEqual(main?.y ?? 0);
  await expectClean(page);
});
