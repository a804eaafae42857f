/** One transaction: a page on a phone, beside the list on a desktop; its note, its neighbours, its likes. */
import { expect } from 'playwright/test';
import { fill } from '#app/_words/catalogue.ts';
import {
  answerNothing,
  hideAmounts,
  inGerman,
  loseConnection,
  openList,
  openRow,
  writeNote,
} from '../bank-parts.ts';
import type { Look, Scene, Scenes } from '../look.ts';

/** What all with the same counterparty come to: the last that arrives. */
const others = ({ page }: Look) => page.locator('[data-opened] .figures', { hasText: /, [−+]/ });

const opened = (query: string, row: number): Scene => ({
  as: 'bob',
  async bring(look) {
    await openList(look, query);
    await openRow(look, row);
    await expect(others(look)).toBeVisible();
    return 'screen';
  },
});

const field = ({ page, words }: Look) => page.getByLabel(words.note.text, { exact: true });
const tagField = ({ page, words }: Look) => page.getByLabel(words.note.addTag, { exact: true });

/** A customer with a note at their second newest entry, and tags at another, before that one is opened. */
async function openNoted(look: Look, text: string, tags: string[]) {
  const { ref } = await look.asNewCustomer(30);
  const { request } = look.context;
  await writeNote(request, ref, 20, 'x', ['shared', 'tax 2026', 'Mia']);
  await writeNote(request, ref, 29, text, tags);
  await openList(look);
  await openRow(look, 1);
  return { ...ref, path: `/api/accounts/${ref.account}/transactions/29/note` };
}

export const scenes: Scenes = {
  entry: opened('', 3),
  'entry-in': opened('?type=salary', 1),
  'entry-steps': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?counterparty=Costco');
      await openRow(look, 0);
      const older = look.page.getByRole('button', { name: look.words.detail.older, exact: true });
      await older.click();
      await older.click();
      await expect(others(look)).toBeVisible();
      return 'screen';
    },
  },
  'entry-category': {
    as: 'bob',
    async bring(look) {
      await openList(look, '?counterparty=Costco');
      await openRow(look, 0);
      await look.page.getByRole('button', { name: look.words.detail.change, exact: true }).click();
      return 'screen';
    },
  },
  'entry-last': {
    async bring(look) {
      await look.asNewCustomer(2);
      await openList(look);
      await openRow(look, 1);
      await expect(look.page.getByText(look.words.detail.relatedCount.one ?? '')).toBeVisible();
      await look.page.evaluate(() => scrollTo({ top: 1e6, behavior: 'instant' }));
      return 'screen';
    },
  },
  'entry-note': {
    async bring(look) {
      const text = inGerman(
        look,
        'Für die Geburtstagsfeier von Mia. Der Anteil von Jonas fehlt noch, er überweist ihn im Dezember.',
        'For Mia’s birthday party. Jonas still owes his share, and pays it in December.',
      );
      await openNoted(look, text, ['birthday', 'party']);
      await tagField(look).focus();
      const suggested = fill(look.words.note.addSuggested, { tag: 'tax 2026' });
      await expect(look.page.getByRole('button', { name: suggested })).toBeVisible();
      return 'screen';
    },
  },
  'entry-note-removed': {
    async bring(look) {
      const { page, words } = look;
      await openNoted(look, inGerman(look, 'Für die Feier', 'For the party'), ['birthday', 'party']);
      await tagField(look).click();
      await page.keyboard.type('Sha');
      await page.getByRole('button', { name: fill(words.note.removeTag, { tag: 'party' }) }).click();
      await expect(page.getByRole('button', { name: words.note.undo })).toBeVisible();
      await expect(page.getByText(words.note.saved)).toBeVisible();
      return 'screen';
    },
  },
  'entry-note-conflict': {
    async bring(look) {
      const { page, context, words } = look;
      const { path } = await openNoted(look, inGerman(look, 'Für die Feier', 'For the party'), ['birthday']);
      const elsewhere = inGerman(look, 'Vom Computer: Jonas hat bezahlt.', 'From the computer: Jonas paid.');
      expect((await context.request.put(path, { data: { text: elsewhere, tags: ['birthday'] } })).ok()).toBe(
        true,
      );
      await field(look).fill(
        inGerman(look, 'Vom Handy: Jonas fehlt noch.', 'From the phone: Jonas is missing.'),
      );
      await field(look).blur();
      await expect(page.getByRole('button', { name: words.note.keepMine })).toBeVisible();
      return 'screen';
    },
  },
  'entry-note-failed': {
    async bring(look) {
      await openNoted(look, '', []);
      await answerNothing(look.page, 'never', /\/note$/);
      await field(look).fill(inGerman(look, 'Bleibt hier stehen', 'Stays here'));
      await field(look).blur();
      await expect(look.page.getByText(look.words.note.failed)).toBeVisible();
      return 'screen';
    },
  },
  'entry-hidden': {
    async bring(look) {
      await look.asNewCustomer(30);
      await hideAmounts(look);
      await look.page.goto('/transactions');
      await openRow(look, 1);
      await expect(others(look)).toBeVisible();
      return 'screen';
    },
  },
  'entry-offline': {
    as: 'bob',
    async bring(look) {
      await loseConnection(look, async () => {
        await openList(look);
        await openRow(look, 3);
        await expect(others(look)).toBeVisible();
      });
      return 'screen';
    },
  },
};
