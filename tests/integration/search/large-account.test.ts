/** An account that is read in windows of seqs: the same answers as by reading every entry. */
import { beforeAll, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { firstSeqSince, latestEntries } from '#lib/ledger/read-entries.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { commandMeasure } from '#lib/measures.ts';
import { toDecimalText } from '#lib/money.ts';
import { searchAccounts } from '#lib/search/all-accounts.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { newestFirst } from '#lib/search/place.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { DAY, dayOf } from '#lib/time.ts';
import { loadAccount } from '#tests/bench/million.ts';
import { freshAccount, freshUser, redisAs } from './search-helpers.ts';

const COUNT = 7500;
const [admin, web] = await Promise.all([redisAs('admin'), redisAs('web')]);

let ref: AccountRef;
let all: EntryView[];
beforeAll(async () => {
  ref = { user: freshUser(), account: freshAccount() };
  await loadAccount(admin, ref, COUNT, () => {});
  all = (await latestEntries(admin, ref, { limit: COUNT })).items;
});

async function pages(filter: Filter, limit: number): Promise<EntryView[]> {
  const rows: EntryView[] = [];
  for (let before: number | undefined; ; ) {
    const { items, next, edits } = await searchEntries(web, ref, filter, { before, limit });
    expect(edits).toBeUndefined();
    rows.push(...items);
    if (next === null) return rows;
    before = next;
  }
}

it('every page of frequent and rare matches, down to the oldest, is what the rule says', async () => {
  expect(all).toHaveLength(COUNT);
  const [oldest, middle] = [all.at(-1), all[4000]];
  const number = (entry: EntryView | undefined) => entry?.description.split(' ').at(-1) ?? '';
  const filters: Filter[] = [
    { q: 'co' },
    { q: 'coffee' },
    { q: `${oldest?.counterparty} ${number(oldest)}` },
    { q: number(middle) },
    { q: toDecimalText(Math.abs(middle?.amountMinor ?? 0)) },
    { q: '>200' },
    { q: '40-41,50' },
    { min: '1100', max: '1190' },
    { direction: 'in' },
    { type: 'interest' },
    { type: 'fee', from: '2025-01-01', to: '2026-02-28' },
    { from: dayOf(middle?.at ?? 0, 'UTC'), to: dayOf(middle?.at ?? 0, 'UTC') },
    { from: dayOf(middle?.at ?? 0, 'UTC'), q: 'coffee' },
    { to: dayOf((oldest?.at ?? 0) + 3 * DAY, 'UTC') },
    { to: dayOf((oldest?.at ?? 0) - 3 * DAY, 'UTC') },
    { from: '2099-01-01' },
    { from: '2026-03-01', to: '2025-03-01' },
  ];
  for (const filter of filters) {
    const wanted = all.filter((entry) => matchesFilter(entry, filter, 'UTC'));
    expect(await pages(filter, 500), JSON.stringify(filter)).toEqual(wanted);
    for (const seq of [1, 700, 3500, 5000, COUNT - 1]) {
      const newer = await searchEntries(web, ref, filter, { after: seq, limit: 7 });
      expect(newer.items, `${JSON.stringify(filter)} after ${seq}`).toEqual(
        wanted.filter((entry) => entry.seq > seq).slice(-7),
      );
    }
    const amounts = wanted.map(({ amountMinor }) => amountMinor);
    expect(await searchTotals(web, ref, filter)).toMatchObject({
      count: wanted.length,
      netMinor: amounts.reduce((sum, amount) => sum + amount, 0),
    });
  }
});

it('the first entry since a moment is found by halving, wherever it is', async () => {
  const range = { first: 1, last: COUNT };
  const at = (seq: number) => all[COUNT - seq]?.at ?? 0;
  for (const seq of [1, 2, 16, 17, 3750, 4001, COUNT - 1, COUNT]) {
    expect(await firstSeqSince(web, ref, range, at(seq))).toBe(seq);
    expect(await firstSeqSince(web, ref, range, at(seq) - 1)).toBe(seq);
    expect(await firstSeqSince(web, ref, range, at(seq) + 1)).toBe(seq + 1);
  }
  expect(await firstSeqSince(web, ref, { first: 40, last: 60 }, 0)).toBe(40);
});

it('a small page near the oldest entries follows the one before it', async () => {
  const wanted = all.filter((entry) => matchesFilter(entry, { q: 'car' }, 'UTC') && entry.seq < 6000);
  const { items, next } = await searchEntries(web, ref, { q: 'car' }, { before: 6000, limit: 7 });
  const deep = await searchEntries(web, ref, { q: 'car' }, { before: 60, limit: 50 });
  expect(items).toEqual(wanted.slice(0, 7));
  expect(next).toBe(wanted[6]?.seq);
  expect(deep.items).toEqual(wanted.filter(({ seq }) => seq < 60).slice(0, 50));
});

it('the index looks through no more entries than the rest of a page needs', async () => {
  const newest = all.slice(0, 2000).filter((entry) => matchesFilter(entry, { q: 'co' }, 'UTC'));
  const widths: number[] = [];
  const stop = commandMeasure.listen(({ words }) => {
    const [, from, before] = /@seq:\[(\d+) \((\d+)\]/.exec(words.join(' ')) ?? [];
    if (from) widths.push(Number(before) - Number(from));
  });
  const { items } = await searchEntries(web, ref, { q: 'co' }, { limit: newest.length + 1 });
  stop();
  expect(items).toHaveLength(newest.length + 1);
  expect(widths).toEqual([2000, 2000]);
});

it('a large account beside a small one is one list, from page to page down to the oldest', async () => {
  const small = { user: ref.user, account: freshAccount() };
  await loadAccount(admin, small, 300, () => {});
  const others = (await latestEntries(admin, small, { limit: 300 })).items;
  for (const filter of [{ q: 'coffee' }, { direction: 'in' }, {}] satisfies Filter[]) {
    const wanted = [...all, ...others].filter((entry) => matchesFilter(entry, filter, 'UTC'));
    const found: EntryView[] = [];
    for (let before: string | undefined; ; ) {
      const { items, next } = await searchAccounts(web, [ref, small], filter, { before, limit: 500 });
      found.push(...items);
      if (next === null) break;
      before = next;
    }
    expect(found, JSON.stringify(filter)).toEqual(wanted.sort(newestFirst));
  }
});
