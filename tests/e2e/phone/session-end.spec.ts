import type { Page } from 'playwright/test';
import { expectClean } from '../clean.ts';
import { LONG_PASSWORD, sessionOf, setTimes, signInAs } from '../customers.ts';
import { openLive, REFUSALS, test } from '../devices.ts';
import { en, expect, PASSWORD, requestsOf, signInContext, signOutContext } from '../fixtures.ts';

const common = en.session;
const MINUTE_MS = 60_000;

test.use({ allowedComplaints: REFUSALS });

const idle = (page: Page) => page.getByRole('dialog', { name: common.idleTitle });

test('a minute before, every tab asks; one answer keeps all of them', async ({
  page,
  context,
  customer,
  redis,
}) => {
  await signInAs(context.request, customer);
  const session = await sessionOf(context.request);
  await setTimes(redis, session, { idleExpiresAt: Date.now() + 62_000 });
  await page.goto('/overview');
  const tab = await context.newPage();
  await tab.goto('/security');
  // As if nobody had been here for long: the next sign of life counts again.
  await setTimes(redis, session, { lastActiveAt: Date.now() - 59 * MINUTE_MS });
  await expect(idle(page)).toBeVisible();
  await expect(idle(tab)).toBeVisible();
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
  await setTimes(redis, session, { idleExpiresAt: Date.now() + 15_000 });
  const tab = await context.newPage();
  await Promise.all([page.goto('/overview'), tab.goto('/security')]);
  await expect(idle(page)).toBeVisible();
  const seen = [requestsOf(page), requestsOf(tab)];
  for (const left of [page, tab]) {
    // By the stream, or by its own clock, which also knows where it was.
    await expect(left).toHaveURL(/\/login\?(?:next=[^&]*&)?reason=idle/);
    await expect(left.getByText(en.login.reasons.idle)).toBeVisible();
  }
  expect(seen.flat().filter((request) => request.includes('/api/session/extend'))).toEqual([]);
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
  // Nobody writes in two tabs within the moment in which one tells the other.
  await page.evaluate((name) => {
    const channel = new BroadcastChannel(name);
    const told = new Promise<void>((resolve) => {
      channel.onmessage = ({ data }) => data.type === 'requested' && resolve();
    });
    Object.assign(window, { told });
  }, `redisBank.session.${session.sid}`);
  for (let press = 0; press < 5; press++) await tab.keyboard.press('Shift');
  await page.evaluate(() => (window as { told?: Promise<void> }).told);
  for (let press = 0; press < 5; press++) await page.keyboard.press('Shift');
  await expect.poll(asked).toBe(1);
  await tab.waitForTimeout(1000);
  expect(asked()).toBe(1);
  // Beside what a page loads late, and the stream of a tab that its leader was slow to answer.
  const late = /session\/extend|icon\.svg|\/_next\/|\/api\/events/;
  expect(heard.flat().filter((request) => !late.test(request))).toEqual([]);
});

test('by one device too many is told to the oldest', async ({
  page,
  context,
  customer,
  playwright,
  baseURL,
}) => {
  await signInAs(context.request, customer);
  await openLive(page, '/overview');
  const elsewhere = await playwright.request.newContext(baseURL ? { baseURL } : {});
  const data = { username: customer.username, password: LONG_PASSWORD, mode: 'bearer' };
  // As many at once as the throttle judges at once.
  for (let round = 0; round < 2; round++) {
    const five = Array.from({ length: 5 }, () => elsewhere.post('/api/auth/login', { data }));
    for (const answer of await Promise.all(five)) expect(answer.status()).toBe(200);
  }
  await expect(page).toHaveURL(/\/login\?next=[^&]+&reason=too_many/);
  await expect(page.getByText(en.login.reasons.too_many)).toBeVisible();
  await elsewhere.dispose();
});

test.describe('without a word on the console', () => {
  test.use({ allowedComplaints: /$^/ });

  test('ending a session elsewhere wipes the open page by the stream, before it asks for anything, with the reason', async ({
    page,
    context,
    browser,
    baseURL,
  }) => {
    await signInContext(context, 'alice');
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    const mine = (await (await page.request.get('/api/session')).json()) as { sid: string };

    const requests = requestsOf(page);
    const other = await browser.newContext({ baseURL });
    await signInContext(other, 'alice');
    const confirmed = await other.request.post('/api/auth/step-up', { data: { password: PASSWORD } });
    expect(confirmed.status()).toBe(200);
    const answer = await other.request.delete(`/api/sessions/${mine.sid}`);
    expect(answer.status()).toBe(204);
    await expect(page).toHaveURL(/\/login\?next=[^&]+&reason=revoked/);
    // Beside what the page loads late, whatever happens.
    const asked = requests.filter((request) => !/ \/(?:_next\/|api\/accounts\/|icon\.svg)/.test(request));
    expect(asked[0]).toMatch(/^GET \/login\?next=.*&reason=revoked/);
    await expect(page.getByText(en.login.reasons.revoked)).toBeVisible();
    await signOutContext(other);
    await other.close();
  });
});
