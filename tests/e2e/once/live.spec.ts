import type { Page, Request } from 'playwright/test';
import { isStream, settling } from '#tests/setup/settled.ts';
import { test } from '../accounts.ts';
import { balanceOn, expect, expectUnbroken, requestsOf, seqsOn } from '../fixtures.ts';

/** Of it a soak makes ten minutes. */
const WATCHED_MS = process.env.SOAK ? 600_000 : 20_000;
const ENTRIES = 20;
const AFTER_POSTINGS_MS = 1000;

const expectNewest = (page: Page, seq: number) => expect.poll(async () => (await seqsOn(page))[0]).toBe(seq);

test('three tabs are left alone: one stream, and no other request', async ({ context, ownAccount }) => {
  test.setTimeout(WATCHED_MS + 90_000);
  const { post } = await ownAccount(ENTRIES);
  const streams = new Set<Request>();
  context.on('request', (request) => isStream(request) && streams.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    context.on(end as 'requestfinished', (request) => streams.delete(request));
  }
  const tabs: Page[] = [];
  const settled: ReturnType<typeof settling>[] = [];
  for (let tab = 0; tab < 3; tab++) {
    const page = await context.newPage();
    settled.push(settling(page));
    await page.goto('/overview');
    tabs.push(page);
  }
  // Each tab's first seconds (charts, the choice of who leads) are over. One that a busy leader answered late had a stream
  // of its own until then.
  for (const one of settled) await one();
  await expect.poll(() => streams.size).toBe(1);
  const [first] = tabs;
  if (!first) throw new Error('no tab');
  const requests = tabs.map(requestsOf);

  for (let posted = 1; posted <= 4; posted++) {
    await first.waitForTimeout(WATCHED_MS / 4);
    await post({});
    for (const tab of tabs) {
      await expectNewest(tab, ENTRIES + posted);
      await expectUnbroken(tab);
    }
  }
  const balances = await Promise.all(tabs.map(balanceOn));
  expect(new Set(balances).size).toBe(1);
  expect(requests.flat()).toEqual([]);
  expect(streams.size).toBe(1);
});

test('the tab that has the stream is closed: another takes over, without a gap or a double', async ({
  context,
  ownAccount,
}) => {
  const { post } = await ownAccount(ENTRIES);
  const [one, other] = [await context.newPage(), await context.newPage()];
  for (const page of [one, other]) {
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  }
  await post({});
  await expectNewest(other, ENTRIES + 1);
  await one.close();
  for (const posted of [2, 3]) await post({ description: `Posting ${posted}` });
  await expectNewest(other, ENTRIES + 3);
  await expectUnbroken(other);
});

test.describe('the network goes and comes back', () => {
  test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ });

  test('the page says so, keeps what it had, and catches up without a gap', async ({
    page,
    context,
    ownAccount,
  }) => {
    const { post } = await ownAccount(ENTRIES);
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    await context.setOffline(true);
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'offline');
    await expect(page.getByTestId('balance')).toBeVisible();
    for (const posted of [1, 2]) await post({ description: `Posting ${posted}` });
    // Playwright keeps what is open: a line from before would bring them, and with them "live".
    await page.waitForTimeout(AFTER_POSTINGS_MS);
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'offline');
    await context.setOffline(false);
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    await expectNewest(page, ENTRIES + 2);
    await expectUnbroken(page);
  });
});
