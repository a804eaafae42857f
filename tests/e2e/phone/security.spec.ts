import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright/test';
import { AGENTS, type Customer, LONG_PASSWORD, sessionOf, setTimes, signInAs, test } from '../customers.ts';
import { en, expect, requestsOf } from '../fixtures.ts';

const words = en.security;
const common = en.session;
const NEW_PASSWORD = 'four loud kingfishers';
const HEARD_WITHIN_MS = 3000;
const MINUTE_MS = 60_000;

// Refusals are answers here, and a browser writes each of them to the console.
test.use({ allowedComplaints: /status of 40[134]|status of 400|status of 429|ERR_FAILED/ });

/** Another browser of the same customer, with a page open. */
async function otherDevice(
  browser: Browser,
  baseURL: string | undefined,
  customer: Customer,
  agent?: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    ...(agent ? { userAgent: agent } : {}),
  });
  await signInAs(context.request, customer);
  const page = await context.newPage();
  await page.goto('/security');
  await expect(page.getByRole('heading', { name: words.devices })).toBeVisible();
  return { context, page };
}

const rows = (page: Page) => page.locator('[data-sid]');
const endOf = (page: Page, device: string) =>
  page.getByRole('button', { name: words.endThis.replace('{device}', device) });
const dialog = (page: Page) => page.getByRole('dialog', { name: common.stepUpTitle });
const warning = (page: Page) => page.getByTestId('sign-in-warning');

async function confirm(page: Page, password = LONG_PASSWORD): Promise<void> {
  await dialog(page).getByLabel(common.password, { exact: true }).fill(password);
  await dialog(page).getByRole('button', { name: common.confirm }).click();
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`)).toEqual(
    [],
  );
}

/** The live line is up: what happens from now on is heard. */
async function live(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.locks.query().then(({ held }) => (held?.length ?? 0) > 0));
  await page.waitForTimeout(500);
}

test.describe('one’s devices', () => {
  test('every live session is listed with its device, where it is and since when, and this one is marked', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(elsewhere, customer, { agent: AGENTS.phone });
    await signInAs(context.request, customer);
    await page.goto('/security');
    await expect(rows(page)).toHaveCount(2);
    await expect(rows(page).first()).toContainText(words.thisDevice);
    await expect(rows(page).first()).toContainText('Chrome on Linux');
    const other = rows(page).nth(1);
    await expect(other).toContainText('Chrome on Android');
    await expect(other).toContainText('127.0.0.…');
    await expect(other).toContainText(/Signed in \d+ \w+, \d\d:\d\d/);
    await expect(other).toContainText(words.activeNow);
    await expect(page.locator('[data-act="signed_in"]')).toHaveCount(2);
    await expect(page.getByText(customer.name).filter({ visible: true }).first()).toBeVisible();
    await elsewhere.dispose();
  });

  test('an older one ends after the password, at once here, and there with the reason', async ({
    page,
    context,
    customer,
    browser,
    baseURL,
  }) => {
    const other = await otherDevice(browser, baseURL, customer, AGENTS.windows);
    await signInAs(context.request, customer);
    await page.goto('/security');
    await endOf(page, 'Firefox on Windows').click();
    await expect(dialog(page)).toBeVisible();
    await expect(rows(page)).toHaveCount(2);
    await confirm(page);
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByText(words.ended.replace('{device}', 'Firefox on Windows'))).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(other.page).toHaveURL(/\/login\?reason=revoked/);
    await expect(other.page.getByText(en.login.reasons.revoked)).toBeVisible();
    await expect(page.locator('[data-act="session_ended"]')).toHaveCount(1);
    await other.context.close();
  });

  test('a wrong password is told and clears its field; Escape leaves everything as it was', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(elsewhere, customer, { agent: AGENTS.windows });
    await signInAs(context.request, customer);
    await page.goto('/security');
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
    expect((await elsewhere.get('/api/session')).status()).toBe(200);
    await elsewhere.dispose();
  });

  test('all the others end together, and within five minutes the password is not asked again', async ({
    page,
    context,
    customer,
    browser,
    baseURL,
    playwright,
  }) => {
    const other = await otherDevice(browser, baseURL, customer);
    await signInAs(context.request, customer);
    await page.goto('/security');
    await page.getByRole('button', { name: words.endOthers }).click();
    await confirm(page);
    await expect(page.getByText(words.endedOthers)).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByText(words.noOthers)).toBeVisible();
    await expect(other.page).toHaveURL(/\/login\?reason=revoked_all/);

    const again = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(again, customer);
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole('button', { name: words.endOthers }).click();
    await expect(page.getByText(words.endedOthers)).toBeVisible();
    await expect(dialog(page)).toBeHidden();
    expect((await again.get('/api/session')).status()).toBe(401);
    await other.context.close();
    await again.dispose();
  });

  test('a page on which nothing happens rests', async ({ page, context, customer }) => {
    await signInAs(context.request, customer);
    await page.goto('/security');
    await live(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    const scriptSeconds = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
    };
    const before = await scriptSeconds();
    await page.waitForTimeout(2000);
    expect((await scriptSeconds()) - before).toBeLessThan(0.2);
  });

  test('one that could not be ended comes back, with what to do', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(elsewhere, customer, { agent: AGENTS.phone });
    await signInAs(context.request, customer);
    await page.goto('/security');
    await page.route('**/api/sessions/*', (route) => route.abort());
    await endOf(page, 'Chrome on Android').click();
    await expect(page.getByTestId('devices-error')).toContainText(common.errors.network);
    await expect(rows(page)).toHaveCount(2);
    await elsewhere.dispose();
  });
});

test.describe('a sign-in elsewhere', () => {
  test.use({ signInWarnings: true });

  test('warns on every page and in every tab until it is answered, and appears in the list', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    await signInAs(context.request, customer);
    await page.goto('/security');
    const tab = await context.newPage();
    await tab.goto('/overview');
    await live(page);
    await page.waitForTimeout(1000);
    await expect(rows(page)).toHaveCount(1);

    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(elsewhere, customer, { agent: AGENTS.phone });
    const title = common.newSignIn.replace('{device}', 'Chrome on Android');
    for (const seen of [page, tab]) {
      await expect(warning(seen).getByText(title)).toBeVisible({ timeout: HEARD_WITHIN_MS });
    }
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
    await expect(page.getByRole('navigation', { name: en.frame.places })).toBeVisible();
    await page.waitForTimeout(500);
    await expect(warning(page)).toHaveCount(0);
    expect((await elsewhere.get('/api/session')).status()).toBe(200);
    await elsewhere.dispose();
  });

  test('“this wasn’t me” ends it in one tap, and leads to a new password', async ({
    page,
    context,
    customer,
    browser,
    baseURL,
  }) => {
    await signInAs(context.request, customer);
    await page.goto('/overview');
    await live(page);
    const thief = await otherDevice(browser, baseURL, customer, AGENTS.windows);
    await warning(page).getByRole('button', { name: common.notMe }).click();
    await expect(page).toHaveURL(/\/security\?act=not-me/);
    await expect(page.getByText(words.notMeDone)).toBeFocused();
    await expect(page.getByLabel(words.current)).toBeVisible();
    await expect(page.getByLabel(words.alsoOthers)).toBeChecked();
    await expect(thief.page).toHaveURL(/\/login\?reason=revoked/);
    await expect(warning(page)).toHaveCount(0);
    await expect(page).toHaveTitle(new RegExp(words.title));
    await expectClean(page);
    await thief.context.close();
  });

  test('what could not be ended stays in the warning, which says so', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    await signInAs(context.request, customer);
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(elsewhere, customer);
    await page.goto('/overview');
    await page.route('**/api/sessions/*', (route) => route.abort());
    await warning(page).getByRole('button', { name: common.notMe }).click();
    await expect(warning(page).getByText(common.errors.network)).toBeVisible();
    await page.unroute('**/api/sessions/*');
    await warning(page).getByRole('button', { name: common.notMe }).click();
    await expect(page).toHaveURL(/\/security\?act=not-me/);
    expect((await elsewhere.get('/api/session')).status()).toBe(401);
    await elsewhere.dispose();
  });
});

test.describe('the password', () => {
  async function openForm(page: Page): Promise<void> {
    await page.goto('/security');
    await page.getByText(words.changePassword).first().click();
    await expect(page.getByLabel(words.current)).toBeVisible();
  }
  const send = (page: Page) => page.getByRole('button', { name: words.change, exact: true }).click();

  test('is changed; a fault is told at its field and what was right is kept', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
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
    const again = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(again, customer, { password: NEW_PASSWORD });
    await again.dispose();
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
    browser,
    baseURL,
  }) => {
    const other = await otherDevice(browser, baseURL, customer);
    await signInAs(context.request, customer);
    await openForm(page);
    await page.getByLabel(words.current).fill(LONG_PASSWORD);
    await page.getByLabel(words.next).fill(NEW_PASSWORD);
    await page.getByLabel(words.alsoOthers).check();
    await send(page);
    await expect(page.getByText(words.changedAndEnded)).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(other.page).toHaveURL(/\/login\?reason=password_changed/);
    await expect(other.page.getByText(en.login.reasons.password_changed)).toBeVisible();
    await other.context.close();
  });

  test('a device that goes on hears of the new one', async ({
    page,
    context,
    customer,
    browser,
    baseURL,
  }) => {
    const other = await otherDevice(browser, baseURL, customer);
    await live(other.page);
    await signInAs(context.request, customer);
    await openForm(page);
    await page.getByLabel(words.current).fill(LONG_PASSWORD);
    await page.getByLabel(words.next).fill(NEW_PASSWORD);
    await send(page);
    await expect(page.getByText(words.changed)).toBeVisible();
    // The sign-in is asked about first.
    await warning(other.page).getByRole('button', { name: common.itWasMe }).click();
    await expect(warning(other.page).getByText(common.passwordChanged)).toBeVisible();
    await other.context.close();
  });
});

test.describe('the end of a session', () => {
  const idle = (page: Page) => page.getByRole('dialog', { name: common.idleTitle });

  test('a minute before, every tab asks; one answer keeps all of them', async ({
    page,
    context,
    customer,
    redis,
  }) => {
    await signInAs(context.request, customer);
    const session = await sessionOf(context.request);
    await setTimes(redis, session, { idleExpiresAt: Date.now() + 66_000 });
    await page.goto('/overview');
    const tab = await context.newPage();
    await tab.goto('/security');
    await expect(page.getByRole('navigation', { name: en.frame.places })).toBeVisible();
    // As if nobody had been here for long: the next sign of life counts again.
    await setTimes(redis, session, { lastActiveAt: Date.now() - 59 * MINUTE_MS });
    await expect(idle(page)).toBeVisible({ timeout: 15_000 });
    await expect(idle(tab)).toBeVisible({ timeout: 15_000 });
    await expect(page.getByTestId('time-left')).toHaveText(/0:[0-5]\d/);
    await expect(page.getByRole('button', { name: common.stay })).toBeFocused();
    await expectClean(page);
    await page.getByRole('button', { name: common.stay }).click();
    await expect(idle(page)).toBeHidden();
    await expect(idle(tab)).toBeHidden();
    const { idleExpiresAt } = await (await context.request.get('/api/session')).json();
    expect(idleExpiresAt - Date.now()).toBeGreaterThan(59 * MINUTE_MS);
  });

  test('without an answer every tab leaves, and says why', async ({ page, context, customer, redis }) => {
    await signInAs(context.request, customer);
    const session = await sessionOf(context.request);
    await setTimes(redis, session, { idleExpiresAt: Date.now() + 12_000 });
    await page.goto('/overview');
    const tab = await context.newPage();
    await tab.goto('/security');
    await expect(idle(page)).toBeVisible();
    const seen = [requestsOf(page), requestsOf(tab)].flat();
    for (const left of [page, tab]) {
      await expect(left).toHaveURL(/\/login\?reason=idle/, { timeout: 20_000 });
      await expect(left.getByText(en.login.reasons.idle)).toBeVisible();
    }
    expect(seen.filter((request) => request.includes('/api/session/extend'))).toEqual([]);
  });

  test('while there is input the bank hears of it, at most once a minute; without any it hears nothing', async ({
    page,
    context,
    customer,
    redis,
  }) => {
    await signInAs(context.request, customer);
    const session = await sessionOf(context.request);
    // Noted two minutes ago, says the end; the page's own request does not count again this soon.
    await setTimes(redis, session, { idleExpiresAt: Date.now() + 58 * MINUTE_MS });
    await page.goto('/overview');
    const tab = await context.newPage();
    await tab.goto('/overview');
    const heard = [requestsOf(page), requestsOf(tab)];
    const asked = () => heard.flat().filter((request) => request === 'POST /api/session/extend').length;
    await tab.waitForTimeout(1500);
    expect(asked()).toBe(0);
    for (let press = 0; press < 5; press++) {
      await tab.keyboard.press('Shift');
      await page.keyboard.press('Shift');
    }
    await expect.poll(asked).toBe(1);
    await tab.waitForTimeout(1000);
    expect(asked()).toBe(1);
    expect(heard.flat().filter((request) => !/session\/extend|icon\.svg/.test(request))).toEqual([]);
  });

  test('by one device too many is told to the oldest', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    await signInAs(context.request, customer);
    await page.goto('/overview');
    await live(page);
    const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
    for (let device = 0; device < 10; device++) {
      const answer = await elsewhere.post('/api/auth/login', {
        data: { username: customer.username, password: LONG_PASSWORD, mode: 'bearer' },
      });
      expect(answer.status()).toBe(200);
    }
    await expect(page).toHaveURL(/\/login\?reason=too_many/);
    await expect(page.getByText(en.login.reasons.too_many)).toBeVisible();
    await elsewhere.dispose();
  });
});

test.describe('before JavaScript arrives', () => {
  test.use({ javaScriptEnabled: false });

  test('the list is there, and an older session ends with the password, a later one without', async ({
    page,
    context,
    customer,
    playwright,
    baseURL,
  }) => {
    const older = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(older, customer, { agent: AGENTS.windows });
    await signInAs(context.request, customer);
    const later = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(later, customer, { agent: AGENTS.phone });
    await page.goto('/security');
    await expect(rows(page)).toHaveCount(3);
    await endOf(page, 'Chrome on Android').click();
    await expect(rows(page)).toHaveCount(2);
    expect((await later.get('/api/session')).status()).toBe(401);

    await endOf(page, 'Firefox on Windows').click();
    await expect(page.getByRole('heading', { name: common.stepUpTitle })).toBeVisible();
    const password = page.locator('#confirm-password');
    await password.fill('not this one');
    await page.getByRole('button', { name: common.confirm }).click();
    await expect(page.getByText(common.errors.wrong_credentials)).toBeVisible();
    expect((await older.get('/api/session')).status()).toBe(200);
    await password.fill(LONG_PASSWORD);
    await page.getByRole('button', { name: common.confirm }).click();
    await expect(rows(page)).toHaveCount(1);
    expect((await older.get('/api/session')).status()).toBe(401);
    await older.dispose();
    await later.dispose();
  });

  test('the password can be changed', async ({ page, context, customer, playwright, baseURL }) => {
    await signInAs(context.request, customer);
    await page.goto('/security');
    await page.getByText(words.changePassword).first().click();
    await page.getByLabel(words.current).fill(LONG_PASSWORD);
    await page.getByLabel(words.next).fill(NEW_PASSWORD);
    await page.getByRole('button', { name: words.change, exact: true }).click();
    await expect(page.getByText(words.changed)).toBeAttached();
    const again = await playwright.request.newContext(baseURL ? { baseURL } : {});
    await signInAs(again, customer, { password: NEW_PASSWORD });
    await again.dispose();
  });
});
