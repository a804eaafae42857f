/** What stays on a device and what never does. Every browser context has a service worker of its own. */
import type { BrowserContext, Page } from 'playwright/test';
import { MASK } from '#app/_ui/format.ts';
import { fill } from '#app/_ui/messages/catalogue.ts';
import { en, expect, PASSWORD, signInContext, signOutContext, test } from '../fixtures.ts';

const words = en.offline;
const DATABASE = 'redisBank.offline';

// Without a connection a browser complains of each request, and a refused one is what some of these are about.
test.use({
  serviceWorkers: 'allow',
  allowedComplaints: /Failed to load resource|ERR_|net::|Failed to fetch|FetchEvent|RSC payload/,
} as object);
test.describe.configure({ timeout: 60_000 });

/** All that this browser holds of the bank outside cookies: names of records, and addresses and texts in caches. */
async function scan(page: Page): Promise<{ records: string[]; urls: string[]; text: string }> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const records: string[] = [];
    const urls: string[] = [];
    let text = JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        for (const key of await settled(all.getAllKeys())) {
          records.push(`${name} ${key}`);
          const value = await settled(database.transaction(store).objectStore(store).get(key));
          text += JSON.stringify(value);
          if (value?.sealed) text += new TextDecoder('latin1').decode(value.sealed);
        }
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        urls.push(new URL(request.url).pathname);
        text += await (await cache.match(request))?.text();
      }
    }
    return { records, urls, text };
  });
}

const kept = async (page: Page) => (await scan(page)).records.map((name) => name.split(' ')[1]).sort();
const withWorker = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 20_000 });
const theSwitch = (page: Page) => page.getByRole('switch', { name: words.cardSwitch });

async function keepOffline(page: Page): Promise<void> {
  await page.goto('/security');
  await withWorker(page);
  await expect(theSwitch(page)).toBeEnabled();
  // What was wiped without being asked for comes back with the next page.
  if ((await theSwitch(page).getAttribute('aria-checked')) === 'false') await theSwitch(page).click();
  await expect(theSwitch(page)).toBeChecked();
  await expect(page.getByTestId('offline-said')).toContainText(words.cardOn.split('{')[0] ?? '', {
    timeout: 20_000,
  });
  expect(await kept(page)).toEqual(['consent', 'data', 'key', 'times']);
}

/** Says something to the worker as a page of ours would, and answers what it says. */
const say = (page: Page, message: object): Promise<unknown> =>
  page.evaluate(async (said) => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
      active?.postMessage(said, [port2]);
    });
  }, message);

/** Changes what the worker noted of times, as if they had passed. */
const shiftTimes = (page: Page, shift: Record<string, number>): Promise<void> =>
  page.evaluate(
    ({ name, by }) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const change = opening.result.transaction('records', 'readwrite');
          const records = change.objectStore('records');
          const reading = records.get('times');
          reading.onsuccess = () => {
            const times = reading.result;
            for (const [field, ms] of Object.entries(by)) times[field] += ms;
            records.put(times, 'times');
          };
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    { name: DATABASE, by: shift },
  );

async function unplug(context: BrowserContext, page: Page, path: string): Promise<void> {
  await context.setOffline(true);
  await page.goto(path);
  await expect(page).toHaveURL(`/offline?to=${encodeURIComponent(path)}`);
}

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
    await expect(page.getByRole('navigation', { name: en.frame.places })).toBeVisible();
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
    page.getByRole('img', { name: fill(words.chartName, { account: items[0].name }).split('{')[0] }),
  ).toBeVisible();
  await page.getByRole('button', { name: items[1].name }).click();
  await expect(page.getByRole('button', { name: items[1].name })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-kept-seq]').first()).toBeVisible();

  // Amounts that are hidden are hidden here too, from the moment they are.
  await context.setOffline(false);
  await expect(page).toHaveURL('/overview');
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

test('for staff nothing is kept, whatever asks for it', async ({ page, signIn }) => {
  await signIn('adam');
  await page.goto('/staff');
  await withWorker(page);
  const asked = { type: 'keep', on: true, lang: 'en', month: '2026-01', hidden: false };
  expect(await say(page, asked)).toMatchObject({ on: false, failed: true });
  expect(await kept(page)).toEqual([]);
});
