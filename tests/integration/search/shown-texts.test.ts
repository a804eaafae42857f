/** The bank's own texts, found as pages in German show them. */
import { expect, it } from 'vitest';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { shownText } from '#lib/booked-text.ts';
import { bookedTexts } from '#lib/booked-texts.ts';
import { readStatement } from '#lib/export/statement.ts';
import { postHistory } from '#lib/ledger/post.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { wordsIn } from '#lib/ledger/words.ts';
import { totalsOfAccounts } from '#lib/search/all-accounts.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { PHRASE_WORDS } from '#lib/search/phrase-words.ts';
import { askedAgain } from '#lib/search/phrases.ts';
import { asText, searchMeant } from '#lib/search/search-meant.ts';
import { shownTexts } from '#lib/search/shown-texts.ts';
import { freshRef, posting, redisAs } from './search-helpers.ts';

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);
const ref = await freshRef(deploy);
await postHistory(
  deploy,
  ref,
  ALL_COUNTERPARTIES.flatMap(({ name, descriptions, category, type }) =>
    descriptions.map((description) => posting({ counterparty: name, description, category, type })),
  ),
);

const find = async (q: string, language: 'de' | 'en' = 'de') => {
  const page = await searchMeant(web, [ref], { q }, language, { limit: 500 });
  const totals = await totalsOfAccounts(web, [ref], askedAgain({ q }, page), page.edits);
  expect(totals.count).toBe(page.items.length);
  return page;
};
const saying = ({ counterparty, description }: EntryView) =>
  [counterparty, description].map((text) => shownText(bookedTexts.de, text));
const shownBy = async (q: string) => [...new Set((await find(q)).items.flatMap(saying))];

it('a name or a description is found by the German words that a row shows, begun or with a slip', async () => {
  for (const q of ['Wochenmarkt', 'wochenma', 'Wochemarkt']) {
    const { items } = await find(q);
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ counterparty }) => counterparty))).toEqual(new Set(['Farmers Market']));
  }
  expect(await shownBy('Wochenmarkt Gemüse')).toEqual(['Wochenmarkt', 'Gemüse']);
  expect(await shownBy('Zehnerkarte')).toEqual(
    expect.arrayContaining(['Zehnerkarte', 'Zehnerkarte Schwimmen']),
  );
  expect((await find('Wochenmarkt', 'en')).items).toEqual([]);
  const statement = await readStatement(web, ref, asText({ q: 'Wochenmarkt' }, 'de'), 500);
  expect(statement?.entries.length).toBe((await find('Wochenmarkt')).items.length);
});

it('a word that names a kind means all of it, and with a slip what shows it', async () => {
  const salary = await find('Gehalt');
  expect(salary.phrases).toMatchObject([{ filter: { type: 'salary' } }]);
  const { items, phrases } = await find('gehlt');
  expect(phrases).toBeUndefined();
  expect(items).toEqual(salary.items);
  expect(await shownBy('Strom')).toContain('Strom');
  expect(await shownBy('Strom')).not.toContain('Müllabfuhr');
});

it('every row that shows a German word is found by it, and no other but those with its English one in their name or category', async () => {
  const every = (await find('')).items;
  const placesOf = (entries: readonly EntryView[]) => new Set(entries.map(({ seq }) => seq));
  const texts = [...shownTexts('de')];
  for (const [at, [word]] of texts.entries()) {
    if (word.length < 2 || at % 8 > 0 || Object.hasOwn(PHRASE_WORDS.de.kinds, word)) continue;
    const booked = texts.flatMap(([other, some]) => (other.startsWith(word) ? some.flat() : []));
    const { items, edits } = await find(word);
    const showing = every.filter((entry) =>
      matchesFilter(entry, { q: word }, 'UTC', edits, wordsIn(saying(entry).join(' '))),
    );
    const missing = showing.filter(({ seq }) => !placesOf(items).has(seq));
    expect([word, missing]).toEqual([word, []]);
    for (const { seq, counterparty, category } of items) {
      if (placesOf(showing).has(seq)) continue;
      const also = wordsIn(`${counterparty} ${category}`);
      expect([word, booked.some((one) => also.includes(one))]).toEqual([word, true]);
    }
  }
});
