import type { Page } from 'playwright/test';
import { test } from '../accounts.ts';
import { en, expect } from '../fixtures.ts';

const words = en.overview;

test('the chart is read by mouse, and goes on reading when a drag leaves it', async ({ page, signIn }) => {
  await signIn('alice');
  await page.goto('/overview');
  // A canvas is there a moment before its chart, which knows what is where.
  await expect
    .poll(() => page.locator('canvas').evaluateAll(([one]) => one !== undefined && '$chartjs' in one))
    .toBe(true);
  const chart = page.getByRole('slider', { name: words.chartKeys });
  const reading = page.getByTestId('reading');
  await expect(reading).toBeHidden();
  const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.4, y + height / 2);
  await expect(reading).toContainText('USD');
  const middle = Number(await chart.getAttribute('aria-valuenow'));
  expect(middle).toBeGreaterThan(0);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.4, y - 60);
  await page.mouse.move(x + width * 0.2, y - 60);
  await expect.poll(async () => Number(await chart.getAttribute('aria-valuenow'))).toBeLessThan(middle);
  await page.mouse.up();
  await page.mouse.move(x + width / 2, y - 80);
  await expect(reading).toBeHidden();
});

/** What has moved on the page from now on without having been asked to, as its vitals count it. */
const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = { sum: 0 };
    Object.assign(window, { shifts: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
        if (!entry.hadRecentInput) seen.sum += entry.value;
      }
    }).observe({ type: 'layout-shift' });
    type Shift = { value: number; hadRecentInput: boolean };
  });
const shifted = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);

test('six postings, a minute of them, arrive among the latest without the page shifting', async ({
  page,
  ownAccount,
}) => {
  const { post } = await ownAccount(300);
  await page.goto('/overview');
  await page.locator('canvas').first().waitFor();
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
  const latest = page.getByTestId('latest');
  await latest.scrollIntoViewIfNeeded();
  const rows = latest.getByRole('listitem');
  const first = rows.first();
  // One in the middle goes down by a row, and keeps the focus.
  const focused = rows.nth(2);
  await focused.getByRole('link').focus();
  const before = await focused.boundingBox();
  const followed = latest.locator(`[data-seq="${await focused.getAttribute('data-seq')}"]`);
  await watchShifts(page);
  for (let n = 1; n <= 6; n += 1) {
    await post({ description: `Arrival ${n}` });
    await expect(first).toContainText(`Arrival ${n}`);
    if (n === 1) {
      await expect(followed.getByRole('link')).toBeFocused();
      await expect
        .poll(async () => (await followed.boundingBox())?.y)
        .toBe((before?.y ?? 0) + (before?.height ?? 0));
    }
  }
  await expect(rows).toHaveCount(5);
  // A shift is told of after the frame that had it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  expect(await shifted(page)).toBeLessThanOrEqual(0.02);
});
