import { expect } from 'playwright/test';
import { lensChoice } from '#lib/browser-choices.ts';
import { LESSONS, lessonHref, sourceHref } from '#lib/lessons.ts';
import type { Look, Scene, Scenes } from '../look.ts';
import { scenes as pay } from './pay.ts';

/** Under the lens, with these of its parts open. */
async function open({ page, context, bank }: Look, path: string, parts: readonly string[]) {
  await context.addCookies([{ name: lensChoice.cookieName(), value: 'on', url: bank.origin }]);
  await page.goto(path);
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  // Each part is brought to its card.
  await expect(page.locator('[data-lens] > details:not([hidden])')).toHaveCount(0);
  const folded = page.locator('[data-lens]:not([open]) > summary').filter({ visible: true });
  if ((await folded.count()) > 0) await folded.click();
  for (const name of parts) {
    const summary = page
      .locator('summary', { hasText: new RegExp(`Redis: ${name}\\s*(×|·|$)`) })
      .filter({ visible: true });
    await expect(summary).toHaveCount(1);
    await summary.click();
  }
}

const under = (path: string, ...parts: (keyof Look['words']['lens']['cards'])[]): Scene => ({
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

const source = (path: string): Scene => ({
  as: 'bob',
  async bring({ page }) {
    await page.goto(path);
    return 'screen';
  },
});

export const scenes: Scenes = {
  lens: under('/overview', 'balance', 'chart', 'spending', 'live'),
  'lens-list': under('/transactions?q=lyft', 'rows'),
  'lens-security': under('/security', 'devices', 'passkeys', 'keys', 'events'),
  'lens-statement': under('/transactions/statement', 'statement', 'months'),
  'lens-settings': under('/settings', 'balance', 'preferences'),
  'lens-pay': under('/pay', 'balance', 'payees', 'order', 'keys'),
  'lens-receipt': {
    async bring(look) {
      await pay['receipt-done']?.bring(look);
      await open(look, look.page.url(), [look.words.lens.cards.payment, look.words.lens.cards.order]);
      return 'page';
    },
  },
  'lens-entry': {
    as: 'bob',
    async bring(look) {
      await look.page.goto('/transactions');
      const row = look.page.locator('[data-seq] a').first();
      await open(look, (await row.getAttribute('href')) ?? '', [look.words.lens.cards.entry]);
      return 'page';
    },
  },
  'lens-names': under('/transactions', 'names', 'rows'),
  'lens-readme': source(lessonHref('The atomic script')),
  'lens-source': source(sourceHref(LESSONS.balance.read)),
};
