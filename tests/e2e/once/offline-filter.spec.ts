import type { Page } from 'playwright/test';
import { test } from '../accounts.ts';
import { expect, seqsOn } from '../fixtures.ts';

const AWAY_MS = 30_000;

test.use({ allowedComplaints: /Failed to load resource|ERR_|net::/ });

/**
 * Runs in the page before it: a browser that is set offline refuses new connections but keeps those it has, so the
 * stream is ended by hand.
 */
function wire(): void {
  const streams: AbortController[] = [];
  const before = window.fetch;
  window.fetch = (input, init) => {
    if (!String(input).includes('/api/events')) return before(input, init);
    const cut = new AbortController();
    streams.push(cut);
    const signals = [cut.signal, ...(init?.signal ? [init.signal] : [])];
    return before(input, { ...init, signal: AbortSignal.any(signals) });
  };
  Object.assign(window, { cut: () => streams.forEach((stream) => void stream.abort()) });
}

/** Every list of rows that a page showed, so that one that came and went is seen, too. */
const watchRows = (page: Page) =>
  page.evaluate(() => {
    const lists: string[] = [];
    const look = () => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-seq]')];
      lists.push(rows.map(({ dataset }) => dataset.seq).join(','));
    };
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    Object.assign(window, { rowsSeen: lists });
  });
const rowsSeen = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { rowsSeen: string[] }).rowsSeen);

const found = (page: Page, count: number) =>
  page.getByText(new RegExp(`^${count} (found|transactions)$`), { exact: true });

test('thirty seconds without network and twenty postings: of a filter that half match, exactly those ten arrive, without one all twenty', async ({
  page: narrow,
  context,
  ownAccount,
}) => {
  test.setTimeout(AWAY_MS + 90_000);
  const { post } = await ownAccount(40);
  await context.addInitScript(wire);
  const wide = await context.newPage();
  // Tall enough that every row of interest is drawn.
  for (const page of [wide, narrow]) await page.setViewportSize({ width: 360, height: 2400 });
  await wide.goto('/transactions');
  await narrow.goto(`/transactions?q=pharmacy&direction=out`);
  await expect(narrow.getByText('No transactions match “pharmacy”')).toBeVisible();
  await post({ counterparty: 'Pharmacy One', amountMinor: -100 });
  for (const page of [wide, narrow]) await expect(page.locator('[data-seq="41"]')).toBeVisible();
  for (const page of [wide, narrow]) await watchRows(page);

  await context.setOffline(true);
  for (const page of [wide, narrow]) await page.evaluate(() => (window as unknown as { cut(): void }).cut());
  const until = Date.now() + AWAY_MS;
  await expect(narrow.getByText(/^You’re offline\. Last updated/)).toBeVisible();
  for (let n = 0; n < 20; n++) {
    await post({ counterparty: n % 2 === 0 ? 'Pharmacy One' : 'Bakery', amountMinor: -(1000 + n) });
  }
  await narrow.waitForTimeout(until - Date.now());
  expect(await seqsOn(narrow)).toEqual([41]);
  await context.setOffline(false);

  const all = Array.from({ length: 20 }, (_, at) => 61 - at);
  const half = all.filter((seq) => seq % 2 === 0);
  await expect.poll(() => seqsOn(narrow), { timeout: 30_000 }).toEqual([...half, 41]);
  await expect.poll(async () => (await seqsOn(wide)).slice(0, 21), { timeout: 30_000 }).toEqual([...all, 41]);
  // What was shown on the way was never out of order and never double.
  for (const page of [narrow, wide]) {
    for (const list of await rowsSeen(page)) {
      const seqs = list.split(',').map(Number);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a));
    }
  }

  await expect(found(narrow, 11)).toBeVisible();
  const sum = half.reduce((total, seq) => total + 1000 + (seq - 42), 100);
  await expect(narrow.getByText(`−${(sum / 100).toFixed(2)}`, { exact: true }).first()).toBeVisible();
  await expect(found(wide, 61)).toBeVisible();
  await narrow.reload();
  expect(await seqsOn(narrow)).toEqual([...half, 41]);
  await expect(narrow.getByText(`−${(sum / 100).toFixed(2)}`, { exact: true }).first()).toBeVisible();
});
