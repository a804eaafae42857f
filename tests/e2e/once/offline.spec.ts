/** What stays on a device and what never does. Every browser context has a service worker of its own. */

import { fill } from '#app/_words/catalogue.ts';
import { MASK } from '#app/_words/format.ts';
import { en, expect, PASSWORD, signInContext, signOutContext, test } from '../fixtures.ts';
import {
  keepOffline,
  kept,
  say,
  scan,
  shiftTimes,
  theSwitch,
  unplug,
  WITH_WORKER,
  withWorker,
} from '../offline.ts';

const words = en.offline;

test.use(WITH_WORKER);

test('without the choice nothing of a customer is kept, and there is still a page', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('alice');
  await page.goto('/overview');
  await withWorker(page);
  for (const path of ['/transactions', '/security', '/overview']) {
    await page.goto(path);
    await expect(page.getByRole('navigation', { name: en.frame.nav })).toBeVisible();
  }
  await expect(page.getByTestId('balance')).toBeVisible();
  const balance = (await page.getByTestId('balance').locator('.sr-only').textContent()) ?? '';
  expect(balance).toMatch(/\d/);
  const { records, urls, text } = await scan(page);
  expect(records).toEqual([]);
  expect(urls).toContain('/offline');
  expect(urls.filter((url) => url !== '/offline' && !url.startsWith('/_next/static/'))).toEqual([]);
  expect(['Alice', 'Nguyen', balance].filter((word) => text.includes(word))).toEqual([]);

  await unplug(context, page, '/transactions');
  await expect(page.getByTestId('offline-what')).toHaveText(words.none);
  await context.setOffline(false);
  await expect(page).toHaveURL('/transactions');
});

test('what was chosen is shown without a connection, with its time, until it is removed', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('alice');
  await keepOffline(page);
  const { items } = await (await context.request.get('/api/accounts')).json();
  const { text } = await scan(page);
  expect(['Alice', 'Nguyen', items[0].id, items[1].number].filter((word) => text.includes(word))).toEqual([]);

  await unplug(context, page, '/overview');
  const [before = ''] = words.asOf.split('{');
  await expect(page.getByTestId('offline-what')).toContainText(before);
  await expect(page.locator('[data-kept-seq]')).toHaveCount(200);
  const first = Number(await page.locator('[data-kept-seq]').first().getAttribute('data-kept-seq'));
  expect(items[0].seq - first).toBeLessThan(10);
  await expect(page.getByTestId('kept-balance')).toHaveText(/^[\d,]+\.\d\d USD$/);
  await expect(
    page.getByRole('slider', { name: fill(words.chartName, { account: items[0].name }).split('{')[0] }),
  ).toBeVisible();
  await page.getByRole('button', { name: items[1].name }).click();
  await expect(page.getByRole('button', { name: items[1].name })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-kept-seq]').first()).toBeVisible();

  // Amounts that are hidden are hidden here too, from the moment they are.
  await context.setOffline(false);
  await expect(page).toHaveURL('/overview');
  // Drawn by script alone: before it arrives, a tap on the eye does nothing.
  await expect(page.locator('canvas')).toBeVisible();
  await page.getByRole('button', { name: en.frame.hideAmounts }).filter({ visible: true }).click();
  await expect(page.getByText(en.frame.amountsHidden)).toBeAttached();
  await unplug(context, page, '/transactions');
  await expect(page.getByTestId('kept-balance')).toContainText(MASK);
  expect(((await page.locator('main').textContent()) ?? '').match(/\d[.,]\d\d\b/g)).toBeNull();

  await page.getByRole('button', { name: words.remove }).click();
  await expect(page.getByText(words.removed)).toBeVisible();
  await expect(page.locator('[data-kept-seq]')).toHaveCount(0);
  expect(await kept(page)).toEqual([]);
  await context.setOffline(false);
  await expect(page).toHaveURL('/transactions');
  await context.request.patch('/api/me/preferences', { data: { hideAmounts: false } });
});

test('it is not shown after the session’s end, nor when the clock was set back, and is wiped then', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('alice');
  for (const shift of [{ endsAt: -3600_000 }, { seenAt: 60_000 }] as Record<string, number>[]) {
    await keepOffline(page);
    await unplug(context, page, '/overview');
    await expect(page.locator('[data-kept-seq]').first()).toBeVisible();
    await shiftTimes(page, shift);
    await page.reload();
    await expect(page.getByTestId('offline-what')).toHaveText(words.over);
    await expect(page.locator('[data-kept-seq]')).toHaveCount(0);
    expect(await kept(page)).toEqual(['consent']);
    await context.setOffline(false);
    await expect(page).toHaveURL('/overview');
  }

  // And a page that stays open goes by itself.
  await keepOffline(page);
  const left = ((await say(page, { type: 'read' })) as { leftMs: number }).leftMs;
  await shiftTimes(page, { endsAt: 4000 - left });
  await unplug(context, page, '/overview');
  await expect(page.getByTestId('offline-what')).toHaveText(words.over);
  expect(await kept(page)).toEqual(['consent']);
});

test('a page that came past the worker is watched over by it all the same', async ({
  page,
  context,
  signIn,
}) => {
  await signIn('alice');
  await page.goto('/security');
  await withWorker(page);
  // As one reloads with the shift key, or signs in while the worker begins anew.
  const browser = await context.newCDPSession(page);
  const loaded = page.waitForEvent('load');
  await browser.send('Page.reload', { ignoreCache: true });
  await loaded;
  await withWorker(page);
});

test('sign-out, the switch and a refusal wipe it', async ({ page, context, signIn }) => {
  await signIn('alice');
  await keepOffline(page);
  await theSwitch(page).click();
  await expect(page.getByTestId('offline-said')).toHaveText(words.cardOff);
  expect(await kept(page)).toEqual([]);

  await keepOffline(page);
  const status = await page.evaluate(
    async () =>
      (
        await fetch('/api/auth/step-up', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"password":"wrong"}',
        })
      ).status,
  );
  expect(status).toBe(401);
  expect(await kept(page)).toEqual(['consent']);

  await context.request.post('/api/auth/logout');
  // The page hears of it, and would else leave in the midst of what follows.
  await expect(page).toHaveURL(/\/login\?/);
  await signInContext(context, 'alice');
  await keepOffline(page);
  await page.getByRole('button', { name: en.frame.signOut }).filter({ visible: true }).first().click();
  await expect(page).toHaveURL('/login?reason=signed_out');
  await expect.poll(() => kept(page)).toEqual([]);
});

test('a session ended elsewhere takes it along at the next contact, and so does another customer', async ({
  page,
  context,
  signIn,
  browser,
  baseURL,
}) => {
  await signIn('alice');
  await keepOffline(page);
  const { sid } = await (await context.request.get('/api/session')).json();
  await unplug(context, page, '/overview');
  await expect(page.locator('[data-kept-seq]').first()).toBeVisible();

  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  await signInContext(other, 'alice');
  await other.request.post('/api/auth/step-up', { data: { password: PASSWORD } });
  expect((await other.request.delete(`/api/sessions/${sid}`)).status()).toBe(204);
  await signOutContext(other);
  await other.close();

  await context.setOffline(false);
  await expect(page).toHaveURL(/\/login\?.*reason=revoked/);
  await expect.poll(() => kept(page)).toEqual(['consent']);

  // The consent is the first customer's: under another nothing comes back, and it is gone too.
  await signInContext(context, 'carol');
  await page.goto('/overview');
  await withWorker(page);
  await expect.poll(() => kept(page)).toEqual([]);
  expect(await say(page, { type: 'state' })).toEqual({ on: false, asOf: null });
});
