/** What people change about a page, and what it must still be then (WCAG 2.2: 1.3.4, 1.4.10, 1.4.12, 2.3.3, 2.4.11, 2.5.8). */
import type { Locator, Page } from 'playwright/test';
import { en, expect, test } from '../fixtures.ts';

const PAGES = ['/overview', '/transactions', '/security', '/settings'] as const;
/** 2.5.8; what acts is larger here, but links within a sentence are as high as their line. */
const MIN_TARGET = 24;
const MAX_TABS = 40;

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await page.waitForLoadState('load');
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Everything one can act on that is smaller than it may be, except links within text. */
const smallTargets = (page: Page) =>
  page.evaluate((least) => {
    const acts = 'a[href], button, summary, select, input, textarea, [role="button"], [role="switch"]';
    return [...document.querySelectorAll<HTMLElement>(acts)].flatMap((one) => {
      const shape = (one.matches('input') && one.closest('label')) || one;
      const { width, height } = shape.getBoundingClientRect();
      const unseen = !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || width <= 1;
      const inText = getComputedStyle(one).display === 'inline';
      return unseen || inText || (width >= least && height >= least)
        ? []
        : [`${Math.round(width)}×${Math.round(height)} ${one.outerHTML.slice(0, 120)}`];
    });
  }, MIN_TARGET);

/** What is focused and lies wholly under something else, a bar above all. */
const obscured = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y] as const));
    const seen = points.some(([x, y]) => {
      const there = document.elementFromPoint(left + x * width, top + y * height);
      return there !== null && (focused.contains(there) || there.contains(focused));
    });
    return seen ? null : focused.outerHTML.slice(0, 120);
  });

const levels = (page: Page) =>
  page
    .locator('h1, h2, h3, h4')
    .filter({ visible: true })
    .evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));

const running = (page: Page) =>
  page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);

/** What of an element's look still counts where a person's own colours replace the page's. */
const look = (one: Locator) =>
  one.evaluate((element) => {
    const { backgroundColor, textDecorationLine, borderInlineStartWidth } = getComputedStyle(element);
    return [backgroundColor, textDecorationLine, borderInlineStartWidth].join(' ');
  });

/** Whether the chart holds a point of the colour that the system marks things with, as near as rounding lets it. */
const drawnInSystemColours = (page: Page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'Highlight';
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number);
    probe.remove();
    const chart = document.querySelector('canvas');
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!chart?.width || !copy) return false;
    copy.canvas.width = chart.width;
    copy.canvas.height = chart.height;
    copy.drawImage(chart, 0, 0);
    const { data } = copy.getImageData(0, 0, chart.width, chart.height);
    const near = (at: number, wanted: number) => Math.abs((data[at] ?? 0) - wanted) <= 3;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 255 && near(at, red) && near(at + 1, green) && near(at + 2, blue)) return true;
    }
    return false;
  });

test('every page holds for who needs it otherwise: still, spaced out, turned, by keys, by a thumb', async ({
  page,
  signIn,
}) => {
  test.slow();
  await signIn('carol');
  for (const path of PAGES) {
    await open(page, path);
    await test.step(`${path}: one heading of the page, and none left out below it`, async () => {
      const found = await levels(page);
      expect(found.filter((level) => level === 1)).toHaveLength(1);
      for (const [at, level] of found.entries()) expect(level - (found[at - 1] ?? 0)).toBeLessThanOrEqual(1);
      await expect(page.getByRole('main')).toHaveCount(1);
    });

    await test.step(`${path}: what acts can be hit`, async () => {
      expect(await smallTargets(page)).toEqual([]);
    });

    await test.step(`${path}: what has the focus is seen, whatever lies over the page`, async () => {
      for (let tab = 0; tab < MAX_TABS; tab++) {
        await page.keyboard.press('Tab');
        // A card that arrives meanwhile may move it for a moment.
        await expect.poll(() => obscured(page)).toBeNull();
      }
    });

    await test.step(`${path}: with lines and letters further apart nothing is lost sideways`, async () => {
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
        );
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      });
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    });

    await test.step(`${path}: a phone on its side shows the same`, async () => {
      await page.setViewportSize({ width: 800, height: 360 });
      await open(page, path);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
      await expect(page.getByRole('main')).toBeVisible();
      await page.setViewportSize({ width: 360, height: 800 });
    });
  }

  await test.step('nothing moves for who asked for stillness, and something does for the others', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await open(page, '/overview');
    await expect.poll(() => running(page)).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const path of PAGES) {
      await open(page, path);
      if (path === '/overview') await expect(page.getByTestId('live')).toHaveAttribute('data-state', 'live');
      expect(await running(page)).toBe(0);
    }
  });

  await test.step('colours a person forces: what is chosen is told from the rest, and the line is drawn in them', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, '/overview');
    await expect.poll(() => drawnInSystemColours(page)).toBe(true);
    const range = (checked: string) => page.locator(`label:has(> input[type="radio"]${checked})`).first();
    expect(await look(range(':checked'))).not.toBe(await look(range(':not(:checked)')));
    const places = page.getByRole('navigation', { name: en.frame.nav });
    const place = (current: string) => places.locator(`a${current}`).first();
    expect(await look(place('[aria-current]'))).not.toBe(await look(place(':not([aria-current])')));
  });
});
