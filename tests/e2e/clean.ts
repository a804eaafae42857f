/** Pages that everybody can use: no violation of WCAG 2.2 AA, and nothing wider than the screen. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { en, expect } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const AMOUNT = /\d\.\d\d/;
/** What is read on each page of a customer once its data is there. */
const WHOLE: Readonly<Record<string, string | RegExp>> = {
  '/overview': en.overview.regular,
  '/transactions': AMOUNT,
  '/transactions?q=zzzqqq': en.transactions.showAll,
  '/security': en.security.devices,
  '/settings': en.settings.themes.dark,
  '/pay': en.pay.from,
};

/**
 * Asked for what is told alone, which is a third of the work: a selector of everything that is right is not made, and
 * with no frame of another site in any page, axe need not be loaded once more in a page of its own to join them.
 */
const axeOf = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'], selectors: false }).setLegacyMode();

async function expectNone(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(told).toEqual([]);
}

export async function expectClean(page: Page, layer?: string): Promise<void> {
  const axe = axeOf(page).withTags(TAGS);
  await expectNone(layer ? axe.include(layer) : axe);
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

/** In both themes: what differs between them is colour alone, and below a layer lies what was looked at before. */
export async function expectCleanInBoth(page: Page, layer?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectClean(page, layer);
  await page.emulateMedia({ colorScheme: 'dark' });
  const axe = axeOf(page).withRules(COLOURS);
  await expectNone(layer ? axe.include(layer) : axe);
}

/** What stands below the fold of the overview is fetched when it comes near. */
async function goDown(page: Page): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByTestId('regular')).toBeVisible();
  await expect(page.getByTestId('spenders-sentence')).toBeVisible();
}

/** All of it is there: nothing is on its way any more. */
export async function expectWhole(page: Page, path: string): Promise<void> {
  if (path === '/overview') await goDown(page);
  if (path === '/transactions') await expect(page.getByTestId('totals')).toContainText(AMOUNT);
  await expect(page.getByRole('main')).toContainText(WHOLE[path] ?? path);
  await expect(page.locator('[aria-busy="true"], .skeleton')).toHaveCount(0);
}
