/** What somebody does on each page, by thumb and by keys. */
import type { Page } from 'playwright';

/** The screen of Lighthouse's phone. */
export const PHONE = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};

const PAUSE_MS = 300;

async function tapAll(page: Page, selector: string, most: number): Promise<void> {
  const found = page.locator(selector);
  const count = Math.min(most, await found.count());
  for (let at = 0; at < count; at++) {
    const one = found.nth(at);
    if (!(await one.isVisible())) continue;
    await one.tap();
    await page.waitForTimeout(PAUSE_MS);
    await closeDialog(page);
  }
}

/** What a tap opened, or a question about another sign-in, covers the next thing to tap. */
async function closeDialog(page: Page): Promise<void> {
  if ((await page.locator('dialog[open]').count()) === 0) return;
  await page.keyboard.press('Escape');
  await page.waitForTimeout(PAUSE_MS);
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).first().tap();
  await page.keyboard.type(text, { delay: 120 });
  await page.waitForTimeout(PAUSE_MS);
}

export const INTERACTIONS: Record<string, (page: Page) => Promise<void>> = {
  '/login': async (page) => {
    await type(page, 'input[autocomplete^="username"]', 'somebody');
    await type(page, 'input[type="password"]', 'some password');
    await tapAll(page, 'form button[type="button"]', 2);
    await tapAll(page, 'input[type="checkbox"]', 1);
  },
  '/overview': async (page) => {
    await tapAll(page, 'fieldset button, fieldset label', 10);
    await tapAll(page, 'summary', 3);
    const select = page.locator('select').first();
    if (await select.count()) {
      await select.focus();
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(PAUSE_MS);
    }
  },
  '/transactions': async (page) => {
    await type(page, 'input[type="search"], [role="searchbox"], [role="combobox"]', 'groceries');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Backspace');
    await page.waitForTimeout(PAUSE_MS);
    await page.locator('[data-seq]').nth(2).getByRole('link').tap();
    await page.waitForTimeout(PAUSE_MS);
  },
  '/security': async (page) => {
    await tapAll(page, 'summary', 3);
    await tapAll(page, 'main section button', 2);
  },
};
