/** The list: what it shows, what is asked of it, and what goes wrong. */
import { expect } from 'playwright/test';
import { authorize } from '#lib/ledger/authorize.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { pendingOf } from '../../e2e/accounts.ts';
import {
  alert,
  answerNothing,
  book,
  dialog,
  hideAmounts,
  inGerman,
  loseConnection,
  openExport,
  openFilter,
  openList,
  rows,
  searchbox,
  writeNote,
  YEAR,
} from '../bank-parts.ts';
import type { Look, Scene, Scenes } from '../look.ts';

const of = (query: string, as = 'bob'): Scene => ({
  as,
  async bring(look) {
    await openList(look, query);
    return 'screen';
  },
});

/** Without any row. */
const nothing = (query: string): Scene => ({
  as: 'bob',
  async bring({ page }) {
    await page.goto(`/transactions${query}`);
    await expect(page.getByText('zzzqqq').first()).toBeVisible();
    return 'screen';
  },
});

async function scrollFar({ page }: Look, screens: number): Promise<void> {
  for (let screen = 0; screen < screens; screen++) {
    await page.evaluate(() => scrollBy({ top: innerHeight, behavior: 'instant' }));
    await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0);
  }
}

export const scenes: Scenes = {
  list: of(''),
  'list-far': {
    as: 'bob',
    async bring(look) {
      await openList(look);
      await scrollFar(look, 10);
      return 'screen';
    },
  },
  'list-search': of('?q=groc'),
  'list-search-two': of('?q=costco+card'),
  'list-words': {
    as: 'bob',
    async bring(look) {
      await openList(
        look,
        look.language === 'de' ? '?q=Lebensmittel+Oktober+über+20' : '?q=groceries+october+over+20',
      );
      return 'screen';
    },
  },
  'list-chosen': {
    as: 'bob',
    async bring(look) {
      await openList(look);
      const boxes = look.page.getByRole('checkbox');
      // A phone has none.
      if (look.width > 1280) for (const at of [1, 2, 4]) await boxes.nth(at).click();
      return 'screen';
    },
  },
  'list-shortcuts': {
    as: 'bob',
    async bring(look) {
      await openList(look);
      await look.page.keyboard.press('?');
      await expect(dialog(look.page)).toBeVisible();
      return 'screen';
    },
  },
  'list-moved': of('?direction=moved'),
  'list-pending': {
    async bring(look) {
      const { ref } = await look.asNewCustomer();
      const entries: Partial<Posting>[] = [
        {},
        { type: 'own_transfer', counterparty: 'My savings', category: 'savings', amountMinor: -400_00 },
      ];
      for (const [at, some] of entries.entries()) await book(look.redis, ref, at + 1, some);
      for (const amountMinor of [-42_10, 18_00])
        await authorize(
          look.redis,
          ref,
          pendingOf(Date.now(), { id: `look-${Math.abs(amountMinor)}`, amountMinor }),
        );
      await openList(look);
      return 'screen';
    },
  },
  'list-interest': of('?q=interest'),
  'list-nearly': of('?q=groseries'),
  'list-amount': of('?q=%3E1000'),
  'list-chips': of(
    `?q=groc&direction=out&type=card&min=10.00&max=500.00&from=${YEAR}-01-01&to=${YEAR}-12-31`,
  ),
  'list-category': of(`?category=utilities&from=${YEAR}-03-01&to=${YEAR}-06-30`),
  'list-nothing': nothing('?q=zzzqqq'),
  'list-nothing-ways': nothing(
    `?q=zzzqqq&direction=in&type=standing_order&min=10.00&max=500.00&from=${YEAR}-01-01&to=${YEAR}-12-31`,
  ),
  'list-filter': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await openList(look);
      await openFilter(look);
      await dialog(page).getByText(words.filters.directions.out, { exact: true }).click();
      await dialog(page).getByRole('button', { name: words.transactions.presets.last90 }).click();
      await expect(dialog(page).locator('[type="submit"]')).toHaveText(/\d/);
      return 'screen';
    },
  },
  'list-filter-wrong': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await openList(look, '?type=standing_order');
      await openFilter(look);
      await dialog(page).getByLabel(words.filters.min).fill('500');
      await dialog(page).getByLabel(words.filters.max).fill('12');
      await dialog(page).getByLabel(words.filters.counterparty, { exact: true }).focus();
      await expect(dialog(page).getByText(words.filters.faults.maxBelowMin)).toBeVisible();
      return 'screen';
    },
  },
  'list-kept': {
    async bring(look) {
      const { page, context, words } = look;
      await look.asNewCustomer(60);
      for (const q of ['groceries', 'rent', '>100', 'café müller']) {
        await context.request.post('/api/searches', { data: { q } });
      }
      const name = inGerman(look, 'Lebensmittel dieses Jahr', 'Groceries this year');
      const views = [
        { name, filter: { q: 'groceries', direction: 'out' }, period: 'thisYear' },
        { name: 'Tesco', filter: { counterparty: 'Tesco' } },
      ];
      for (const data of views) await context.request.post('/api/views', { data });
      await openList(look);
      await searchbox(look).click();
      await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
      await expect(page.getByRole('region', { name: words.searches.panel })).toBeVisible();
      return 'screen';
    },
  },
  'list-save-view': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await openList(look, `?direction=out&from=${YEAR}-01-01&to=${YEAR}-12-31`);
      await page.getByRole('button', { name: words.searches.save }).click();
      await expect(dialog(page)).toBeVisible();
      return 'screen';
    },
  },
  'list-new': {
    async bring(look) {
      const { ref } = await look.asNewCustomer(40);
      await openList(look);
      await book(look.redis, ref, 1, { counterparty: 'Pharmacy One', description: 'Prescription' });
      await expect(rows(look.page).first()).toContainText('Pharmacy One');
      return 'screen';
    },
  },
  'list-new-above': {
    async bring(look) {
      const { page, words } = look;
      const { ref } = await look.asNewCustomer(60);
      await openList(look);
      await scrollFar(look, 1);
      for (const n of [1, 2, 3]) await book(look.redis, ref, n, { counterparty: `Pharmacy ${n}` });
      await expect(
        page.getByRole('button', { name: words.transactions.newRowsLabel.other.replace('{count}', '3') }),
      ).toBeVisible();
      return 'screen';
    },
  },
  'list-offline': {
    as: 'bob',
    async bring(look) {
      await loseConnection(look, () => openList(look));
      return 'screen';
    },
  },
  'list-savings': {
    as: 'bob',
    async bring(look) {
      const { page, words } = look;
      await openList(look);
      await page.getByRole('navigation', { name: words.frame.accounts }).getByRole('link').nth(1).click();
      await expect(page).toHaveURL(/account=/);
      await expect(page.getByTestId('totals')).toHaveText(/\d/);
      return 'screen';
    },
  },
  'list-empty': {
    async bring(look) {
      await look.asNewCustomer(0);
      await look.page.goto('/transactions');
      await expect(look.page.getByText(look.words.transactions.empty)).toBeVisible();
      return 'screen';
    },
  },
  'list-hidden': {
    async bring(look) {
      await look.asNewCustomer(60);
      await hideAmounts(look);
      await look.page.goto('/transactions?q=groc');
      await expect(look.page.getByTestId('totals')).toContainText('•');
      return 'screen';
    },
  },
  'list-late': {
    as: 'bob',
    waiting: true,
    async bring(look) {
      await openList(look);
      await answerNothing(look.page, 'late');
      await searchbox(look).fill('tesco');
      await expect(look.page.locator('[data-slow]')).toHaveCSS('opacity', '0.5');
      return 'screen';
    },
  },
  'list-failed': {
    as: 'bob',
    async bring(look) {
      await openList(look);
      await answerNothing(look.page, 'never');
      await searchbox(look).fill('tesco');
      await expect(alert(look.page)).toContainText(look.words.transactions.failed);
      return 'screen';
    },
  },
  'list-failed-below': {
    as: 'bob',
    async bring(look) {
      const { page } = look;
      await openList(look);
      await answerNothing(page, 'never');
      const end = () => page.evaluate(() => scrollTo({ top: 1e6, behavior: 'instant' }));
      await end();
      await expect(alert(page)).toContainText(look.words.transactions.failed);
      await end();
      return 'screen';
    },
  },
  'list-notes': {
    async bring(look) {
      const { request } = look.context;
      const { ref } = await look.asNewCustomer(30);
      const noted: [number, string, string[]][] = [
        [30, inGerman(look, 'Für die Feier', 'For the party'), ['birthday', 'shared', 'Mia']],
        [29, '', ['tax']],
        [28, inGerman(look, 'Nur eine Notiz', 'A note alone'), []],
        [26, '', ['Steuererklärung2026', 'Werbungskosten']],
      ];
      for (const [seq, text, tags] of noted) await writeNote(request, ref, seq, text, tags);
      await openList(look);
      return 'screen';
    },
  },
  'list-notes-found': {
    async bring(look) {
      const { ref } = await look.asNewCustomer(30);
      await writeNote(look.context.request, ref, 29, 'Birthday of Mia, to be shared', ['birthday', 'shared']);
      await writeNote(look.context.request, ref, 27, 'Birthday of Jonas', []);
      await openList(look, '?q=birth');
      return 'screen';
    },
  },
  'list-export': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?q=groc');
      await openExport(look);
      return 'screen';
    },
  },
  'list-export-running': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?q=groc');
      await openExport(look);
      await answerNothing(look.page, 'late', /\/export\?/);
      await dialog(look.page).getByRole('link').first().click();
      await expect(look.page.getByRole('progressbar')).toBeVisible();
      return 'screen';
    },
  },
  'list-export-saved': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?q=groc');
      await openExport(look);
      await dialog(look.page).getByRole('link').first().click();
      await expect(dialog(look.page).getByText('.csv')).toBeVisible();
      return 'screen';
    },
  },
  'list-export-failed': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?q=groc');
      await openExport(look);
      await answerNothing(look.page, 'never', /\/export\?/);
      await dialog(look.page).getByRole('link').first().click();
      await expect(dialog(look.page).getByRole('alert')).toBeVisible();
      return 'screen';
    },
  },
};
