/** One search over all accounts of a customer: exactly what searching each gives, merged by time. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { netOf } from '#lib/ledger/direction.ts';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { referenceOf } from '#lib/ledger/reference.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { categoriesOfAccounts, searchAccounts, totalsOfAccounts } from '#lib/search/all-accounts.ts';
import { categorySums } from '#lib/search/category-sums.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { newestFirst, placeOf } from '#lib/search/place.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { HOUR } from '#lib/time.ts';
import { freshAccount, freshRef, freshUser, posting, redisAs } from './search-helpers.ts';

const [deploy, web, worker] = await Promise.all([redisAs('deploy'), redisAs('web'), redisAs('worker')]);
const BEGUN = Date.now() - 50 * HOUR;

/** Three accounts, two of which were often posted to in the same millisecond, as transfers between them are. */
async function customer(): Promise<AccountRef[]> {
  const user = freshUser();
  const refs = await Promise.all([1, 2, 3].map(() => freshRef(deploy, user)));
  for (const [index, ref] of refs.entries()) {
    const names = index === 1 ? ['Interest', 'Aldi'] : ['Internet', 'Aldi', 'Café Müller'];
    const count = [60, 25, 0][index] ?? 0;
    const list = Array.from({ length: count }, (_, at) =>
      posting({
        counterparty: names[at % names.length] ?? '',
        amountMinor: at % 4 === 0 ? 5_00 : -at - 1,
        category: at % 2 === 0 ? 'groceries' : 'coffee',
        description: 'x',
        at: BEGUN + at * 1000 * (index === 0 ? 1 : 2),
      }),
    );
    await postHistory(deploy, ref, list);
  }
  return refs;
}

async function merged(refs: readonly AccountRef[], filter: Filter): Promise<EntryView[]> {
  const pages = await Promise.all(
    refs.map((ref) => searchEntries(web, ref, filter, { limit: 1000, edits: [0] })),
  );
  return pages.flatMap(({ items }) => items).sort(newestFirst);
}

const refs = await customer();
const FILTERS: Filter[] = [{}, { direction: 'out' }, { q: 'aldi' }, { category: 'coffee' }, { min: '0.10' }];

it('pages of any size are the accounts’ matches by time, each once, up and down', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...FILTERS), fc.integer({ min: 1, max: 30 }), async (filter, limit) => {
      const all = await merged(refs, filter);
      const found: EntryView[] = [];
      let before: string | undefined;
      do {
        const page = await searchAccounts(web, refs, filter, { before, limit });
        found.push(...page.items);
        before = page.next ?? undefined;
      } while (before);
      expect(found).toEqual(all);
      const at = Math.floor(all.length / 2);
      const middle = all[at];
      if (!middle) return;
      const above = await searchAccounts(web, refs, filter, { after: placeOf(middle), limit });
      expect(above.items).toEqual(all.slice(Math.max(0, at - limit), at));
    }),
    { numRuns: 40 },
  );
});

it('totals and sums by category are those of all accounts together', async () => {
  for (const filter of FILTERS) {
    const each = await Promise.all(refs.map((ref) => searchTotals(web, ref, filter)));
    const totals = await totalsOfAccounts(web, refs, filter);
    expect(totals.count).toBe(each.reduce((sum, { count }) => sum + count, 0));
    expect(totals.netMinor).toBe(each.reduce((sum, { netMinor }) => sum + netMinor, 0));
    expect(netOf(totals)).toBe(totals.netMinor);
    const sums = await categoriesOfAccounts(web, refs, filter);
    expect(sums.reduce((sum, { inMinor, outMinor }) => sum + inMinor - outMinor, 0)).toBe(totals.netMinor);
    const [first] = refs as [AccountRef];
    const { items } = await categorySums(web, first, filter);
    expect(await categoriesOfAccounts(web, [first], filter)).toEqual(
      items.map(({ merchants, ...ofCategory }) => ofCategory),
    );
  }
});

it('what one account has as typed is not guessed at in another', async () => {
  const [current] = refs as [AccountRef];
  expect((await searchEntries(web, current, { q: 'interest' }, { limit: 50 })).items).toHaveLength(20);
  const { items, edits } = await searchAccounts(web, refs, { q: 'interest' }, { limit: 50 });
  expect(new Set(items.map(({ counterparty }) => counterparty))).toEqual(new Set(['Interest']));
  expect((await totalsOfAccounts(web, refs, { q: 'interest' }, edits)).count).toBe(items.length);
});

it('a text is understood once an account, and found as typed it has no edits', async () => {
  const asked = vi.spyOn(web, 'hmGet');
  const { items, edits } = await searchAccounts(web, refs, { q: 'aldi' }, { limit: 50 });
  expect(items.length).toBeGreaterThan(0);
  expect(edits).toBeUndefined();
  expect(asked).toHaveBeenCalledTimes(refs.length);
  asked.mockClear();
  expect((await totalsOfAccounts(web, refs, { q: 'aldi' })).count).toBe(items.length);
  await categoriesOfAccounts(web, refs, { q: 'aldi' });
  expect(asked).toHaveBeenCalledTimes(2 * refs.length);
  asked.mockRestore();
});

it('a posting between two pages moves nothing of those that follow', async () => {
  const mine = await customer();
  const first = await searchAccounts(web, mine, {}, { limit: 10 });
  const rest = (await merged(mine, {})).slice(10, 20);
  await postEntry(deploy, mine[2] as AccountRef, posting());
  const second = await searchAccounts(web, mine, {}, { before: first.next ?? '', limit: 10 });
  expect(second.items).toEqual(rest);
});

it('a cursor into another’s account is not found', async () => {
  const [theirs] = await customer();
  const before = placeOf({ account: theirs?.account ?? '', seq: 5 });
  await expect(searchAccounts(web, refs, {}, { before, limit: 10 })).rejects.toMatchObject({
    code: 'not_found',
  });
  const unknown = placeOf({ account: freshAccount(), seq: 5 });
  await expect(searchAccounts(web, refs, {}, { after: unknown, limit: 10 })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('a page after an entry that was trimmed meanwhile still has what is older in other accounts', async () => {
  const mine = await customer();
  const [current] = mine as [AccountRef];
  const all = await merged(mine, {});
  const page = await searchAccounts(web, mine, {}, { limit: 70 });
  const last = page.items.filter(({ account }) => account === current.account).at(-1);
  await trimAccount(worker, current, 5);
  const before = placeOf(last ?? { account: current.account, seq: 1 });
  const { items } = await searchAccounts(web, mine, {}, { before, limit: 100 });
  const isOthers = ({ account }: EntryView) => account !== current.account;
  const older = all.filter((entry) => isOthers(entry) && newestFirst(last as EntryView, entry) < 0);
  expect(older.length).toBeGreaterThan(0);
  expect(items.slice(-older.length)).toEqual(older);
});

it('a cursor to an entry that is yet to come is not found', async () => {
  const [current] = refs as [AccountRef];
  const before = placeOf({ account: current.account, seq: 99_999 });
  await expect(searchAccounts(web, refs, {}, { before, limit: 10 })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('a reference finds its entry alone, over all accounts and with its sums, within the other fields of the filter', async () => {
  const [first, second] = refs;
  if (!first || !second) throw new Error('the customer has no two accounts');
  for (const { account, seq } of [
    { ...first, seq: 1 },
    { ...second, seq: 25 },
  ]) {
    for (const q of [
      referenceOf({ account, seq }),
      referenceOf({ account, seq }).toLowerCase().replace('-', ''),
    ]) {
      const { items, next } = await searchAccounts(web, refs, { q }, { limit: 10 });
      expect(items).toMatchObject([{ account, seq }]);
      expect(next).toBe(null);
      expect(await totalsOfAccounts(web, refs, { q })).toMatchObject({
        count: 1,
        netMinor: items[0]?.amountMinor,
      });
      expect(items.every((entry) => matchesFilter(entry, { q }, 'UTC'))).toBe(true);
    }
  }
  const q = referenceOf({ ...first, seq: 1 });
  expect((await searchAccounts(web, refs, { q, category: 'travel' }, { limit: 10 })).items).toEqual([]);
  const later = referenceOf({ ...first, seq: 1000 });
  expect((await searchAccounts(web, refs, { q: later }, { limit: 10 })).items).toEqual([]);
});
