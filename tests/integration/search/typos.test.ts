/** Slips are measured against the account's own words, as they are at that moment, whoever reads them. */
import { beforeEach, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { forgetWords } from '#lib/search/vocabulary.ts';
import { freshRef, posting, redisAs } from './search-helpers.ts';

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);

beforeEach(() => forgetWords());

async function accountWith(...names: string[]): Promise<AccountRef> {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    names.map((counterparty) => posting({ counterparty, description: 'x', category: 'y' })),
  );
  return ref;
}

const names = async (ref: AccountRef, q: string, redis: Redis = web) =>
  (await searchEntries(redis, ref, { q }, { limit: 50 })).items.map(({ counterparty }) => counterparty);

it('a slip finds its word at every keystroke from the fourth letter on, newest first', async () => {
  const ref = await accountWith('Car Insurance', 'Tesco', 'Home Insurance', 'Groceries');
  for (const q of ['insu', 'insur', 'insurn', 'insurnc', 'insurnce', 'isnurance', 'home isnu', 'INSURÑCE']) {
    const wanted = q.startsWith('home') ? ['Home Insurance'] : ['Home Insurance', 'Car Insurance'];
    expect(await names(ref, q), q).toEqual(wanted);
  }
});

it('a word that is there as typed wins over what is merely close', async () => {
  const ref = await accountWith('Cartier', 'Card House', 'Carto');
  expect(await names(ref, 'cart')).toEqual(['Carto', 'Cartier']);
  expect(await names(ref, 'carx')).toEqual(['Carto', 'Card House', 'Cartier']);
});

it('words are this account’s own: what others have is neither found nor guessed at', async () => {
  await accountWith('Xylophonist');
  const ref = await accountWith('Xylophonics');
  expect(await names(ref, 'xylophonist')).toEqual(['Xylophonics']);
});

it('a posting is found at once, by words the account never had, in a process that had read its words', async () => {
  const ref = await accountWith('Tesco');
  expect(await names(ref, 'pharmcy')).toEqual([]);
  await postEntry(deploy, ref, posting({ counterparty: 'Pharmacy' }));
  expect(await names(ref, 'pharmcy')).toEqual(['Pharmacy']);
  expect(await names(ref, 'phar')).toEqual(['Pharmacy']);
});

it('a word whose last entry was trimmed no longer stands in the way of a guess', async () => {
  const ref = await accountWith('Latte', 'Late', 'Lattice');
  expect(await names(ref, 'late')).toEqual(['Late']);
  await trimAccount(deploy, ref, 1);
  expect(await names(ref, 'late')).toEqual(['Lattice']);
});

it('a better match that is posted between two pages changes neither the pages nor the totals of the first one', async () => {
  const ref = await accountWith(...Array.from({ length: 7 }, () => 'Insurance'));
  const filter = { q: 'insurnce' };
  const first = await searchEntries(web, ref, filter, { limit: 4 });
  expect(first.edits).toEqual([1]);
  await postEntry(deploy, ref, posting({ counterparty: 'Insurnce Ltd', amountMinor: -1 }));
  const { next, edits } = first;
  const second = await searchEntries(web, ref, filter, { limit: 4, before: next ?? 0, edits });
  expect([...first.items, ...second.items].map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect((await searchTotals(web, ref, filter, edits)).count).toBe(8);
  expect(await names(ref, 'insurnce')).toEqual(['Insurnce Ltd']);
});

it('a beginning that thousands of words of other customers share leaves out none of one’s own', async () => {
  // The index takes the first 2,000 words of a beginning, and drops the others without a word.
  const many = Array.from({ length: 2500 }, (_, at) => `vw${String(at).padStart(4, '0')}`);
  const descriptions = Array.from({ length: 100 }, (_, at) => many.slice(at * 25, at * 25 + 25).join(' '));
  const theirs = await freshRef(deploy);
  await postHistory(
    deploy,
    theirs,
    descriptions.map((description) => posting({ description })),
  );
  const ref = await accountWith('Vwxyz');
  expect(await names(ref, 'vw')).toEqual(['Vwxyz']);
});

it('while a large account’s words are still being read, what is typed right is found all the same', async () => {
  const ref = await accountWith('Insurance', ...Array.from({ length: 3 }, () => 'Tesco'));
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const mGet = async (...args: Parameters<Redis['json']['mGet']>) => {
    if (args[1] === '$.words') await gate;
    return web.json.mGet(...args);
  };
  const slow = Object.create(web, {
    json: { value: { mGet, get: web.json.get.bind(web.json) } },
  }) as Redis;
  for (const typed of ['ins', 'insurance']) expect(await names(ref, typed, slow)).toEqual(['Insurance']);
  release();
  await expect.poll(() => names(ref, 'insurnce', slow)).toEqual(['Insurance']);
});

it('amounts: more, less and between, in and out, to the cent', async () => {
  const ref = await freshRef(deploy);
  const amounts = [-49_99, -50_00, 50_00, -79_99, 80_00, -80_01, 100_00, -100_01, 223_28, -223_28, 223_99];
  await postHistory(
    deploy,
    ref,
    [...amounts, -224_00].map((amountMinor) => posting({ amountMinor })),
  );
  const found = async (q: string) =>
    (await searchEntries(web, ref, { q }, { limit: 50 })).items
      .map(({ amountMinor }) => amountMinor)
      .reverse();
  expect(await found('50-80')).toEqual([-50_00, 50_00, -79_99, 80_00]);
  expect(await found('>100')).toEqual([-100_01, 223_28, -223_28, 223_99, -224_00]);
  expect(await found('>= 100 <150')).toEqual([100_00, -100_01]);
  expect(await found('<50')).toEqual([-49_99]);
  expect(await found('223.28')).toEqual([223_28, -223_28]);
  expect(await found('-223.28')).toEqual([-223_28]);
  expect(await found('$223')).toEqual([223_28, -223_28, 223_99]);
  expect(await found('cafe 80-80,01')).toEqual([80_00, -80_01]);
});

it('"XF 35mm" finds no amount of 35, and no "XF 85mm"', async () => {
  const ref = await freshRef(deploy);
  await postHistory(deploy, ref, [
    posting({ amountMinor: -35_00, description: 'XF plain' }),
    posting({ amountMinor: -900_00, description: 'Lens XF 35mm' }),
    posting({ amountMinor: -35_00, description: 'Lens XF 85mm' }),
  ]);
  const { items } = await searchEntries(web, ref, { q: 'XF 35mm' }, { limit: 50 });
  expect(items.map(({ description }) => description)).toEqual(['Lens XF 35mm']);
});
