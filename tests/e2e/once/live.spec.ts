import type { Page } from 'playwright/test';
import { balanceOn, expect, expectUnbroken, newestOn, requestsOf, test } from '../fixtures.ts';

/** Four postings; a soak watches ten minutes. */
const WATCHED_MS = process.env.SOAK ? 600_000 : 45_000;

test('three tabs are left alone: one stream, and no other request', async ({ context, signIn }) => {
  test.setTimeout(WATCHED_MS + 45_000);
  await signIn('bob');
  const streams: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/events')) streams.push(request.url());
  });
  const tabs: Page[] = [];
  for (let tab = 0; tab < 3; tab++) {
    const page = await context.newPage();
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    tabs.push(page);
  }
  // Each tab's first seconds (charts, the choice of who leads) are over.
  await tabs[2]?.waitForTimeout(3000);
  const [first] = tabs;
  if (!first) throw new Error('no tab');
  const before = await newestOn(first);
  const requests = tabs.map(requestsOf);

  await first.waitForTimeout(WATCHED_MS);
  for (const [at, tab] of tabs.entries()) {
    expect(await newestOn(tab), `tab ${at}`).toBeGreaterThanOrEqual(
      before + Math.floor(WATCHED_MS / 10_000) - 1,
    );
    await expectUnbroken(tab);
  }
  const balances = await Promise.all(tabs.map(balanceOn));
  expect(new Set(balances).size).toBe(1);
  expect(requests.flat()).toEqual([]);
  expect(streams).toHaveLength(1);
});

test('the tab that has the stream is closed: another takes over, without a gap or a double', async ({
  context,
  signIn,
}) => {
  await signIn('alice');
  const [one, other] = [await context.newPage(), await context.newPage()];
  for (const page of [one, other]) {
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  }
  await other.waitForTimeout(500);
  const before = await newestOn(other);
  await one.close();
  await expect.poll(() => newestOn(other), { timeout: 25_000 }).toBeGreaterThanOrEqual(before + 2);
  await expectUnbroken(other);
});

test.describe('the network goes and comes back', () => {
  test.use({ allowedComplaints: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ });

  test('the page says so, keeps what it had, and catches up without a gap', async ({
    page,
    context,
    signIn,
  }) => {
    await signIn('carol');
    await page.goto('/overview');
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    const before = await newestOn(page);
    await context.setOffline(true);
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'offline');
    await expect(page.getByTestId('balance')).toBeVisible();
    await page.waitForTimeout(12_000);
    await context.setOffline(false);
    await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
    await expect.poll(() => newestOn(page), { timeout: 15_000 }).toBeGreaterThanOrEqual(before + 1);
    await expectUnbroken(page);
  });
});
