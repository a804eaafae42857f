/** Pages that everybody can use: no violation of WCAG 2.2 AA, and nothing wider than the screen. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectNone(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(told).toEqual([]);
}

export async function expectClean(page: Page): Promise<void> {
  await expectNone(new AxeBuilder({ page }).withTags(TAGS));
  await expectNoSidewaysScroll(page);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content = 0, window = 0] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ]);
  expect(content).toBeLessThanOrEqual(window);
}

const COLOURS = ['color-contrast', 'link-in-text-block'];

/** In both themes: what differs between them is colour alone, and below a layer that was looked at before. */
export async function expectCleanInBoth(page: Page, layer?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectClean(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const axe = new AxeBuilder({ page }).withRules(COLOURS);
  await expectNone(layer ? axe.include(layer) : axe);
}
