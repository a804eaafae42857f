import type { Page } from 'playwright/test';
import { balanceOn, en, expect, requestsOf, test } from './fixtures.ts';

const words = en.overview;
/** One tick of the worker, and what a slow machine adds. */
const NEXT_TICK_MS = 15_000;

test.beforeEach(async ({ page, signIn }) => {
  await signIn('bob');
  await page.goto('/overview');
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
});

test('balance, chart, spenders and latest move on a posting, and nothing is asked for', async ({ page }) => {
  // Charts arrive after the page; what follows is about the time after.
  await page.waitForTimeout(2000);
  const before = await balanceOn(page);
  const newest = Number(
    await page.getByTestId('latest').getByRole('listitem').first().getAttribute('data-seq'),
  );
  const requests = requestsOf(page);
  const drawings = page.locator('canvas');
  // Chart.js keeps this on the canvas for as long as one instance lives, and takes it off with its end.
  type Drawn = HTMLCanvasElement & { $chartjs?: { before?: string } };
  await drawings.evaluateAll((found) => {
    for (const { $chartjs } of found as Drawn[]) if ($chartjs) $chartjs.before = 'yes';
  });

  const arrived = page.getByTestId('latest').locator(`[data-seq="${newest + 1}"]`);
  await expect(arrived).toBeVisible({ timeout: NEXT_TICK_MS });
  expect(await balanceOn(page)).not.toBe(before);
  await expect(page.getByTestId('latest').getByRole('listitem')).toHaveCount(10);
  expect(requests).toEqual([]);
  // The same instance takes the posting.
  const kept = await drawings.evaluateAll((found) => (found as Drawn[]).map((one) => one.$chartjs?.before));
  expect(kept).toEqual(['yes']);
});

test('every range of the chart can be chosen, and the sentence and the table follow', async ({ page }) => {
  const figure = page.getByRole('figure').first();
  for (const label of Object.values(words.rangeLabel)) {
    const answered = page.waitForResponse((response) => response.url().includes('/balance?range='));
    await page.getByRole('radio', { name: label }).check({ force: true });
    const answer = await answered;
    expect(answer.status()).toBe(200);
    const { points } = (await answer.json()) as { points: unknown[] };
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThanOrEqual(500);
    await expect(page.getByRole('radio', { name: label })).toBeChecked();
  }
  await expect(figure).toContainText(/Between .* and /);
  await page.getByText(words.showTable).first().click();
  const rows = page.getByRole('table', { name: words.chart }).getByRole('row');
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
});

test('by keyboard a point of the chart is read, and a round has at most forty stops, lists being one each', async ({
  page,
}) => {
  const chart = page.getByRole('slider', { name: words.chartKeys });
  await chart.focus();
  const last = await chart.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const earlier = await chart.getAttribute('aria-valuetext');
  expect(earlier).toMatch(/\d{1,2}\s\w+ \d{4}, \d\d:\d\d: /);
  expect(earlier).not.toBe(last);
  const at = async () => Number(await chart.getAttribute('aria-valuenow'));
  await page.keyboard.press('Home');
  expect(await at()).toBe(0);
  await page.keyboard.press('PageDown');
  expect(await at()).toBe(10);
  // Once more where a posting came between and made another point the newest.
  await expect(async () => {
    await page.keyboard.press('End');
    const newest = Number(await chart.getAttribute('aria-valuemax'));
    expect(await at()).toBe(newest);
    await page.keyboard.press('ArrowRight');
    expect(await at()).toBe(newest);
    await page.keyboard.press('PageUp');
    expect(await at()).toBe(newest - 10);
  }).toPass({ timeout: NEXT_TICK_MS });
  // What is read out also stands above the chart.
  const read = (await chart.getAttribute('aria-valuetext')) ?? '?';
  await expect(page.getByTestId('change')).toContainText(read.split(': ')[1] ?? '?');
  await page.keyboard.press('Escape');

  // All cards, the ones below the fold too: each list is one stop of a short round.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByTestId('regular')).toBeVisible();
  await expect(page.getByTestId('categories-sentence')).toBeVisible();
  const stops = await round(page);
  expect(stops.length).toBeGreaterThan(15);
  expect(stops.length).toBeLessThanOrEqual(40);
  const lists = stops.filter((name) => ['ranked', 'latest', 'months', 'regular'].includes(name));
  expect(lists.sort()).toEqual(['latest', 'months', 'ranked', 'ranked', 'regular']);

  // Arrow keys go through a list, and Tab comes back to where one was.
  const months = page.getByTestId('months').getByRole('link');
  const most = (await months.count()) - 1;
  await months.nth(most).focus();
  for (const [key, place] of [
    ['ArrowLeft', most - 1],
    ['ArrowUp', most - 2],
    ['Home', 0],
    ['ArrowLeft', 0],
    ['ArrowRight', 1],
    ['End', most],
    ['ArrowRight', most],
    ['ArrowLeft', most - 1],
    ['Tab', null],
    ['Shift+Tab', most - 1],
  ] as const) {
    await page.keyboard.press(key);
    if (place !== null) await expect(months.nth(place), key).toBeFocused();
    else await expect(page.getByTestId('months').locator(':focus')).toHaveCount(0);
  }
});

/** Tabs once through the page: in which named part of it each stop is. */
async function round(page: Page): Promise<string[]> {
  const parts: string[] = [];
  await page.getByRole('link', { name: en.frame.skip }).focus();
  while (parts.length < 100) {
    const part = await page.evaluate(() => {
      const { activeElement: stop, body } = document;
      if (!stop || stop === body) return null;
      return stop.closest<HTMLElement>('[data-testid]')?.dataset.testid ?? '';
    });
    if (part === null) break;
    parts.push(part);
    await page.keyboard.press('Tab');
  }
  return parts;
}

test('the spenders are the biggest, greatest first, and each opens its transactions', async ({ page }) => {
  await page.getByLabel(words.spendersPeriod).selectOption('all');
  const card = page.getByRole('region', { name: words.spenders });
  const items = card.getByRole('listitem');
  await expect(items).toHaveCount(6);
  const texts = await items.allInnerTexts();
  const amounts = texts
    .slice(0, 5)
    .map((text) => Number(/([\d,]+\.\d\d)/.exec(text)?.[1]?.replace(/,/g, '')));
  expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));

  const accounts = (await (await page.request.get('/api/accounts')).json()) as { items: { id: string }[] };
  const answer = await page.request.get(`/api/accounts/${accounts.items[0]?.id}/spenders?period=all&limit=1`);
  const { items: ranked } = (await answer.json()) as { items: { name: string }[] };
  expect(texts[0]).toContain(ranked[0]?.name ?? '?');

  await items.first().getByRole('link').click();
  await expect(page).toHaveURL(/\/transactions\?/);
  await expect(page.getByText(ranked[0]?.name ?? '?').first()).toBeVisible();
});

test('charts are loaded here, and not on pages that have none', async ({ context, page }) => {
  await page.close();
  const loaded = async (path: string, shown: string) => {
    const fresh = await context.newPage();
    const sources: Promise<string>[] = [];
    fresh.on('response', (response) => {
      if (response.request().resourceType() === 'script') sources.push(response.text());
    });
    await fresh.goto(path);
    await fresh.locator(shown).first().waitFor();
    await fresh.waitForTimeout(1500);
    const all = (await Promise.all(sources)).join('\n');
    await fresh.close();
    return all;
  };
  expect(await loaded('/overview', 'canvas')).toMatch(/\$chartjs/);
  expect(await loaded('/transactions', '[data-seq]')).not.toMatch(/\$chartjs/);
  expect(await loaded('/security', 'h2')).not.toMatch(/\$chartjs/);
});
