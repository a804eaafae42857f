/** Words of a search that mean a time, a kind or an amount, beside words that an account has. */
import { expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postHistory } from '#lib/ledger/post.ts';
import type { Filter } from '#lib/search/filter.ts';
import { searchMeant } from '#lib/search/search-meant.ts';
import { DAY } from '#lib/time.ts';
import { freshRef, posting, redisAs } from './search-helpers.ts';

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);

async function accountWith(...changes: Partial<Posting>[]): Promise<AccountRef> {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    changes.map((change) => posting(change)),
  );
  return ref;
}

const find = async (ref: AccountRef, filter: Filter, language: Language = 'en') => {
  const { items, phrases = [] } = await searchMeant(web, [ref], filter, language, { limit: 50 });
  return { names: items.map(({ counterparty }) => counterparty), said: phrases.map(({ text }) => text) };
};

const TWO_DAYS_AGO = Date.now() - 2 * DAY;

it('words that mean a time, a kind or an amount narrow the search, in either language', async () => {
  const ref = await accountWith(
    { counterparty: 'Lumen', at: TWO_DAYS_AGO },
    { counterparty: 'Parkview', amountMinor: -150_00 },
    { counterparty: 'Aldi', amountMinor: 20_00, type: 'refund', category: 'groceries' },
  );
  expect(await find(ref, { q: 'coffee last 2 days' })).toEqual({
    names: ['Parkview'],
    said: ['last 2 days'],
  });
  expect(await find(ref, { q: 'Kaffee letzte 2 Tage' }, 'de')).toEqual({
    names: ['Parkview'],
    said: ['Kaffee', 'letzte 2 Tage'],
  });
  expect(await find(ref, { q: 'over 100' })).toEqual({ names: ['Parkview'], said: ['over 100'] });
  expect(await find(ref, { q: 'refunds' })).toEqual({ names: ['Aldi'], said: ['refunds'] });
  expect(await find(ref, { q: 'Erstattungen' }, 'de')).toEqual({ names: ['Aldi'], said: ['Erstattungen'] });
  expect(await find(ref, { q: 'refunds', direction: 'out' })).toEqual({ names: [], said: ['refunds'] });
});

it('a text that finds something as typed stays text: a merchant named March is found by its name', async () => {
  const ref = await accountWith(
    { counterparty: 'March', at: TWO_DAYS_AGO },
    { counterparty: 'Monday Books' },
  );
  expect(await find(ref, { q: 'march' })).toEqual({ names: ['March'], said: [] });
  expect(await find(ref, { q: 'monday' })).toEqual({ names: ['Monday Books'], said: [] });
  // Together they find nothing as typed, and one period can be meant.
  expect((await find(ref, { q: 'coffee march' })).said).toEqual([]);
  expect((await find(ref, { q: 'books march' })).said).toEqual(['march']);
});

it('a phrase in quotation marks is text, which finds what is written so and nothing by its time', async () => {
  const ref = await accountWith({ counterparty: 'Lumen' });
  expect(await find(ref, { q: 'lumen last 2 days' })).toEqual({ names: ['Lumen'], said: ['last 2 days'] });
  expect(await find(ref, { q: 'lumen "last 2 days"' })).toEqual({ names: [], said: [] });
});
