/**
 * For whom nothing may stay on a device: sessions under the payment rules, and staff. What is kept is read from the
 * bank's own API, which they may read: so it is the worker and the pages that refuse, and they are asked here.
 */
import type { BrowserContext, Page } from 'playwright/test';
import { keys } from '#lib/redis/keys.ts';
import { MINUTE } from '#lib/time.ts';
import { newCustomer } from '../accounts.ts';
import { signInAs, test } from '../customers.ts';
import { en, expect, signInContext, signOutContext, untilScripted } from '../fixtures.ts';
import {
  keepOffline,
  kept,
  say,
  shiftTimes,
  theSwitch,
  unplug,
  WITH_WORKER,
  withWorker,
} from '../offline.ts';

const words = en.offline;
const SEEN = { lang: 'en', theme: 'system', month: '2026-01', hidden: false };
const NOTHING = { on: false, asOf: null };

test.use(WITH_WORKER);

/** Whatever a page of theirs asks the worker for. */
async function expectRefused(page: Page): Promise<void> {
  expect(await say(page, { type: 'store', on: true, ...SEEN })).toEqual({ ...NOTHING, failed: true });
  await say(page, { type: 'look', ...SEEN });
  expect(await say(page, { type: 'read' })).toEqual({ state: 'none' });
  expect(await kept(page)).toEqual([]);
}

/** Nothing of an earlier session either. */
async function expectNothingWithout(context: BrowserContext, page: Page, path: string): Promise<void> {
  await unplug(context, page, path);
  await expect(page.getByTestId('offline-what')).toHaveText(words.none);
  await expect(page.locator('[data-kept-seq]')).toHaveCount(0);
  await context.setOffline(false);
  // It leads back. Closed on the way, it would stay open, and the test wait for ever.
  await expect(page).toHaveURL(path);
  await untilScripted(page);
}

test('a session under the payment rules keeps nothing, and ends what an ordinary one of this browser kept', async ({
  page,
  context,
  redis,
}) => {
  const { username, ref } = await newCustomer(redis, 12);
  /** The bank decides which rules a customer is under; the next sign-in is the first to go by them. */
  const signInUnder = async (policy: 'standard' | 'psd2') => {
    const own = [keys.user(ref.user), '$.sessionPolicy'] as const;
    await (policy === 'psd2' ? redis.json.set(...own, policy) : redis.json.del(own[0], { path: own[1] }));
    await signInAs(context.request, { username, name: '' });
    expect(await (await context.request.get('/api/session')).json()).toMatchObject({ policy });
  };
  await signInUnder('standard');
  await keepOffline(page);
  // The worker finds out by itself, when it is to bring up to date what it has: no page of ours is open.
  await page.goto('/api/health');
  await signInUnder('psd2');
  expect(await kept(page)).toHaveLength(4);
  await shiftTimes(page, { asOf: -2 * MINUTE });
  await say(page, { type: 'look', ...SEEN });
  expect(await kept(page)).toEqual([]);

  // And it need not be asked for that: the first page of the session says so.
  await signInUnder('standard');
  await keepOffline(page);
  await page.goto('/api/health');
  await signInUnder('psd2');
  await page.goto('/overview');
  await expect.poll(() => kept(page)).toEqual([]);
  await expectRefused(page);

  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(theSwitch(page)).toHaveCount(0);
  await expectNothingWithout(context, page, '/transactions');
  await signOutContext(context);
});

test('staff keep nothing, and end what a customer’s session of this browser kept', async ({
  page,
  context,
}) => {
  await signInContext(context, 'alice');
  await keepOffline(page);
  await context.request.post('/api/auth/logout');
  // The page hears of it, and would else leave in the midst of what follows.
  await expect(page).toHaveURL(/\/login\?/);
  await signInContext(context, 'adam');
  await page.goto('/staff');
  await withWorker(page);
  await expect.poll(() => kept(page)).toEqual([]);
  await expectRefused(page);
  await expect(theSwitch(page)).toHaveCount(0);
  await expectNothingWithout(context, page, '/staff');
  await signOutContext(context);
});
