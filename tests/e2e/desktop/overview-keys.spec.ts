import type { Page } from 'playwright/test';
import { en, expect, test } from '../fixtures.ts';

const words = en.overview;
/** One tick of the worker, and what a slow machine adds. */
const NEXT_TICK_MS = 15_000;

test.beforeEach(async ({ page, signIn }) => {
  await signIn('bob');
  await page.goto('/overview');
  await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
});

test('what is still due opens without moving anything, Escape closes it, and the focus is where it was opened', async ({
  page,
}) => {
  const due = page.getByTestId('due');
  const opener = due.locator('summary');
  const boxes = () =>
    Promise.all(['latest', 'chart'].map((id) => page.locator(`[aria-labelledby=${id}]`).boundingBox()));
  const shown = due.getByRole('link').first();
  // Once more where a posting came between and moved what it stands in.
  await expect(async () => {
    if (await shown.isVisible()) await page.keyboard.press('Escape');
    const before = await boxes();
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(shown).toBeVisible();
    expect(await boxes()).toEqual(before);
  }).toPass({ timeout: 2 * NEXT_TICK_MS });
  await page.keyboard.press('Tab');
  await expect(shown).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(shown).toBeHidden();
  await expect(opener).toBeFocused();
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
  await expect(page.getByTestId('reading')).toContainText(read.split(': ')[1] ?? '?');
  await page.keyboard.press('Escape');

  // All cards, the ones below the fold too: each list is one stop of a short round.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByTestId('regular')).toBeVisible();
  await expect(page.getByTestId('spenders-sentence')).toBeVisible();
  const stops = await round(page);
  expect(stops.length).toBeGreaterThan(15);
  expect(stops.length).toBeLessThanOrEqual(40);
  const lists = stops.filter((name) => ['ranked', 'latest', 'months', 'regular'].includes(name));
  expect(lists.sort()).toEqual(['latest', 'months', 'ranked', 'regular']);

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
