import { expect } from 'playwright/test';
import { lensChoice } from '#lib/browser-choices.ts';
import type { Look, Scene, Scenes } from '../look.ts';

/** Under the lens, with these of its parts open. */
async function open({ page, context, bank }: Look, path: string, parts: readonly string[]) {
  await context.addCookies([{ name: lensChoice.cookieName(), value: 'on', url: bank.origin }]);
  await page.goto(path);
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  // Each part is brought to its card.
  await expect(page.locator('[data-lens] > details:not([hidden])')).toHaveCount(0);
  for (const name of parts) {
    const summary = page.locator('summary', { hasText: `Redis: ${name}` }).filter({ visible: true });
    await expect(summary).toHaveCount(1);
    await summary.click();
  }
}

const under = (
  path: string,
  ...parts: ('balance' | 'chart' | 'spending' | 'rows' | 'devices' | 'live')[]
): Scene => ({
  as: 'bob',
  async bring(look) {
    await open(
      look,
      path,
      parts.map((part) => look.words.lens.cards[part]),
    );
    return 'page';
  },
});

export const scenes: Scenes = {
  lens: under('/overview', 'balance', 'chart', 'spending', 'live'),
  'lens-list': under('/transactions?q=lyft', 'rows'),
  'lens-devices': under('/security', 'devices'),
};
