/** What customers see when parts of the bank go away and come back. It brings a bank of its own to break. */

import type { BrowserContext, Page } from 'playwright/test';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { capture } from '#scripts/lib/process.mjs';
import type { Bank } from '#tests/setup/start-bank.ts';
import { startBank } from '#tests/setup/start-bank.ts';
import { en, expect, expectUnbroken, PASSWORD, seqsOn, test } from '../fixtures.ts';

const OUTAGE_MS = 15_000;

test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.use({ allowedComplaints: /Failed to load resource|ERR_|net::/ });

let bank: Bank;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // A machine that is busy is no outage here either: a Redis that has ended refuses at once, whatever the deadline.
  bank = await startBank({ port: await freePort(), env: { REDIS_DEADLINE_MS: '30000' } });
});
test.afterAll(() => bank?.stop());

/** Everything the ledger promises, recomputed; throws with what the checker said. */
async function audit(): Promise<void> {
  const { status, output } = await capture(
    process.execPath,
    [inRoot('scripts/job.mjs'), 'ops/audit-ledger.ts'],
    {
      cwd: inRoot(),
      env: { ...process.env, REDIS_URL: bank.redisUrl },
    },
  );
  expect(status, output).toBe(0);
}

/** The list of the account that the worker books in: each entry is a row of it. */
async function openList(context: BrowserContext): Promise<Page> {
  const { items } = await (await context.request.get(`${bank.origin}/api/accounts`)).json();
  const list = await context.newPage();
  await list.goto(`${bank.origin}/transactions?account=${items[0].id}`);
  return list;
}
/** Each event of the account changes one of them: its newest entry, and what is pending. */
async function shownOn(list: Page): Promise<string> {
  const pending = list.locator('[data-pending]').evaluateAll((rows) => rows.map((row) => row.outerHTML));
  return JSON.stringify([(await seqsOn(list))[0], await pending]);
}

/** So many more events arrive, one a tick, and no entry is missing. */
async function expectMore(list: Page, count: number): Promise<void> {
  const shown = new Set([await shownOn(list)]);
  await expect
    .poll(async () => shown.add(await shownOn(list)).size, { timeout: 40_000 })
    .toBeGreaterThan(count);
  await expectUnbroken(list);
}

test.beforeEach(async ({ context }) => {
  const data = { username: 'bob', password: PASSWORD };
  expect((await context.request.post(`${bank.origin}/api/auth/login`, { data })).status()).toBe(200);
});

test('Redis is away for 15 seconds: 503 meanwhile, live again by itself, nobody signed out, nothing doubled', async ({
  page,
  context,
}) => {
  await page.goto(`${bank.origin}/overview`);
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  const list = await openList(context);
  const other = await context.newPage();

  await bank.redis.halt();
  const stoppedAt = Date.now();
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'reconnecting');
  await expect(page.getByTestId('balance')).toBeVisible();
  while (Date.now() < stoppedAt + OUTAGE_MS) {
    const answers = await Promise.all([
      context.request.get(`${bank.origin}/api/accounts`),
      context.request.get(`${bank.origin}/overview`),
      context.request.get(`${bank.origin}/login`),
    ]);
    expect(answers.map((answer) => answer.status())).toEqual([503, 503, 503]);
    for (const answer of answers) expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
    expect(await answers[0]?.json()).toMatchObject({ code: 'redis_unavailable' });
    await other.waitForTimeout(2500);
  }
  const refused = await other.goto(`${bank.origin}/overview`);
  expect(refused?.status()).toBe(503);
  await expect(other.getByRole('heading', { name: en.errors.unavailableTitle })).toBeVisible();

  await bank.redis.resume();
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  await expect
    .poll(async () => (await context.request.get(`${bank.origin}/api/accounts`)).status())
    .toBe(200);
  // The page that stood in tries again by itself.
  await expect(other.getByTestId('balance')).toBeVisible();
  await expectMore(list, 1);
  await audit();
});

test('the web process is started anew: the page carries on without a gap or a double', async ({
  page,
  context,
}) => {
  await page.goto(`${bank.origin}/overview`);
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  const list = await openList(context);
  await bank.restartWeb();
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  await expectMore(list, 2);
});

test('Redis is killed in mid-posting and comes back: the ledger is whole', async ({ page }) => {
  await page.goto(`${bank.origin}/overview`);
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  await bank.redis.halt('SIGKILL');
  await bank.redis.resume();
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  await audit();
});
