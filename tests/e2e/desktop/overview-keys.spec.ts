import type { Page } from 'playwright/test';
import { DAY, HOUR } from '#lib/time.ts';
import { settling } from '#tests/setup/settled.ts';
import { posting, test } from '../accounts.ts';
import { openLive } from '../devices.ts';
import { en, expect } from '../fixtures.ts';

const words = en.overview;

/** Until an income that is expected in ten days, on whichever day of a month this is: the customers of the demo may owe nothing. */
function stillDue() {
  const now = Date.now() - HOUR;
  const monthly = [110, 80, 50, 20].map((days) => ({
    ...posting(days, now - days * DAY),
    ...{ counterparty: 'Employer', amountMinor: 3000_00, category: 'salary', type: 'salary' as const },
  }));
  const weekly = Array.from({ length: 10 }, (_, week) => ({
    ...posting(week, now - (7 * week + 3) * DAY),
    ...{ counterparty: 'Swimming', amountMinor: -12_00 },
  }));
  return [...monthly, ...weekly].sort((one, other) => one.at - other.at);
}

test('what is still due opens without moving anything, Escape closes it, and the focus is where it was opened', async ({
  page,
  ownAccount,
}) => {
  const settled = settling(page);
  await ownAccount(stillDue());
  await page.goto('/overview');
  await settled();
  const due = page.getByTestId('due');
  const opener = due.locator('summary');
  const boxes = () =>
    Promise.all(['latest', 'chart'].map((id) => page.locator(`[aria-labelledby=${id}]`).boundingBox()));
  const shown = due.getByRole('link').first();
  const before = await boxes();
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(shown).toBeVisible();
  expect(await boxes()).toEqual(before);
  await page.keyboard.press('Tab');
  await expect(shown).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(shown).toBeHidden();
  await expect(opener).toBeFocused();
});

test('by keyboard a point of the chart is read, and a round has at most forty stops, lists being one each', async ({
  page,
  signIn,
}) => {
  await signIn('bob');
  await openLive(page, '/overview');
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
  }).toPass();
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
