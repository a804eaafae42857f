/** A customer's own categories of merchants: what is read by category follows, and nothing of the ledger changes. */
import { describe, expect, test } from 'vitest';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { MAX_MERCHANTS } from '#lib/notes/merchant-category.ts';
import { keys } from '#lib/redis/keys.ts';
import { monthAfter, monthOf } from '#lib/time.ts';
import {
  newCustomer,
  servedBank,
  signedIn,
  somePostings,
  withEntries,
} from '#tests/integration/api/api-world.ts';
import { itLoadsDocuments } from '../on-documents.ts';

const CATEGORIES = ['groceries', 'shopping', 'coffee'] as const;
/** What is no plain word in a query, in Lua, in JSON or as the name of an object's member. */
const NAMES = [
  'Costco',
  'Café {x|y} & "Söhne"',
  "O'Reilly: -@scope:{*} \\",
  '__proto__',
  'constructor',
  '名前 📚',
  '*',
];
const COUNT = 150;

const { redis, bank } = await servedBank();
const { user, refs } = await newCustomer(redis, 3);
const [ref, otherRef, monthly] = refs as [AccountRef, AccountRef, AccountRef];
for (const [at, one] of [ref, otherRef].entries()) {
  const postings = somePostings(COUNT, 70 + at).map((posting, index) => ({
    ...posting,
    counterparty: NAMES[index % NAMES.length] ?? '',
    category: CATEGORIES[Math.floor(index / 2) % CATEGORIES.length] ?? '',
  }));
  await withEntries(redis, one, postings);
}
const me = await signedIn(redis, user);
await withEntries(
  redis,
  monthly,
  [5, 4, 3, 2, 1].map((ago) => ({
    ...(somePostings(1, ago)[0] as Posting),
    id: `netflix-${ago}`,
    counterparty: 'Netflix',
    category: 'subscriptions',
    amountMinor: -1599,
    at: Date.parse(`${monthAfter(monthOf(Date.now(), 'UTC'), -ago)}-28T06:00:00Z`),
  })),
);

const json = { 'content-type': 'application/json' };
const set = (counterparty: string, category: string) =>
  bank.ask('/api/me/categories', {
    method: 'PUT',
    headers: { ...me, ...json },
    body: JSON.stringify({ counterparty, category }),
  });
const reset = (counterparty: string) =>
  bank.ask(`/api/me/categories?${new URLSearchParams({ counterparty })}`, { method: 'DELETE', headers: me });
const get = async (path: string, account: string = ref.account) =>
  (await bank.ask(`/api/accounts/${account}/${path}`, { headers: me })).json;
const rows = async (more = '', account: string = ref.account): Promise<EntryView[]> => {
  const found: EntryView[] = [];
  let before = '';
  do {
    const page = await get(`transactions?limit=50${before}${more}`, account);
    found.push(...page.items);
    before = page.next === null ? '' : `&before=${page.next}`;
  } while (before);
  return found;
};

type Sums = { count: number; inMinor: number; outMinor: number };
const sumsOf = (entries: EntryView[]): Sums => ({
  count: entries.length,
  inMinor: entries.reduce((sum, { amountMinor }) => sum + Math.max(0, amountMinor), 0),
  outMinor: entries.reduce((sum, { amountMinor }) => sum + Math.max(0, -amountMinor), 0),
});

/** Rows, the search by category, its totals, the card's sums and the file say the same of each category. */
async function expectAllAgree(booked: readonly EntryView[], own: Record<string, string>): Promise<void> {
  const wanted = booked.map((entry) => ({
    ...entry,
    category: new Map(Object.entries(own)).get(entry.counterparty) ?? entry.category,
  }));
  expect(await rows()).toEqual(wanted);
  const { items } = await get('categories');
  const file = await bank.ask(`/api/accounts/${ref.account}/transactions/export?format=csv`, { headers: me });
  for (const category of new Set([...CATEGORIES, ...Object.values(own)])) {
    const ofIt = wanted.filter((entry) => entry.category === category);
    expect(await rows(`&category=${category}`), category).toEqual(ofIt);
    expect(await get(`totals?category=${category}`)).toMatchObject(sumsOf(ofIt));
    const found = items.find((one: { category: string }) => one.category === category);
    if (ofIt.length > 0) expect(found).toMatchObject(sumsOf(ofIt));
    else expect(found).toBeUndefined();
    expect(file.text.split(`,"${category}","`).length - 1).toBe(ofIt.length);
  }
}

describe('a category that the customer gave a merchant', () => {
  test('is that of all its entries, of every account, in rows, search, sums and file, until it is undone', async () => {
    const booked = await rows();
    const stored = await redis.json.get(keys.entry(ref, 1));
    await expectAllAgree(booked, {});
    const own: Record<string, string> = Object.create(null);
    for (const [at, name] of NAMES.entries()) {
      own[name] = ['eating_out', 'groceries', 'coffee'][at % 3] ?? '';
      expect((await set(name, own[name])).status).toBe(204);
      await expectAllAgree(booked, own);
    }
    for (const entry of await rows('', otherRef.account))
      expect(entry.category).toBe(own[entry.counterparty]);
    const { items } = (await bank.ask('/api/me/categories', { headers: me })).json;
    expect(items).toHaveLength(NAMES.length);
    for (const name of NAMES) {
      expect((await reset(name)).status).toBe(204);
      delete own[name];
      await expectAllAgree(booked, own);
    }
    expect(await redis.json.get(keys.entry(ref, 1))).toEqual(stored);
    expect(await redis.exists(keys.categories(user))).toBe(0);
  });

  itLoadsDocuments('is that of its regular payments', async () => {
    const regular = () => upcomingPayments(monthly);
    expect((await regular()).map(({ category }) => category)).toEqual(['subscriptions']);
    await set('Netflix', 'entertainment');
    expect((await regular()).map(({ category }) => category)).toEqual(['entertainment']);
    await reset('Netflix');
    expect((await regular()).map(({ category }) => category)).toEqual(['subscriptions']);
  });

  test('is this customer’s alone', async () => {
    await set('Costco', 'travel');
    const stranger = await newCustomer(redis);
    await withEntries(redis, stranger.refs[0] as AccountRef, somePostings(3, 5, { counterparty: 'Costco' }));
    const theirs = await signedIn(redis, stranger.user);
    const answer = await bank.ask(`/api/accounts/${stranger.refs[0]?.account}/transactions`, {
      headers: theirs,
    });
    expect(answer.json.items.map(({ category }: EntryView) => category)).toEqual(Array(3).fill('groceries'));
    expect((await bank.ask('/api/me/categories', { headers: theirs })).json).toEqual({ items: [] });
    await reset('Costco');
  });

  test('takes no name that no entry can have, and no category that is none', async () => {
    for (const [name, category] of [
      ['', 'coffee'],
      [' Costco', 'coffee'],
      ['a\nb', 'coffee'],
      ['x'.repeat(101), 'coffee'],
      ['Costco', ''],
      ['Costco', 'Coffee'],
      ['Costco', 'coffee}|@scope:{*'],
      ['Costco', 'c'.repeat(41)],
    ] as const) {
      expect((await set(name, category)).status, `${name} ${category}`).toBe(400);
    }
    expect((await reset('a\nb')).status).toBe(400);
    expect((await reset('Never seen')).status).toBe(204);
    expect(await redis.exists(keys.categories(user))).toBe(0);
  });

  test(`is given to at most ${MAX_MERCHANTS} merchants, of which each can still be changed`, async () => {
    const names = Array.from({ length: MAX_MERCHANTS }, (_, at) => `Merchant ${at}`);
    for (const name of names) expect((await set(name, 'coffee')).status).toBe(204);
    const more = await Promise.all(['One more', 'And one'].map((name) => set(name, 'coffee')));
    expect(more.map(({ status }) => status)).toEqual([409, 409]);
    expect(await redis.hLen(keys.categories(user))).toBe(MAX_MERCHANTS);
    const [first = ''] = await redis.hKeys(keys.categories(user));
    expect((await set(first, 'travel')).status).toBe(204);
    // With as many as there may be, what is searched for is still found.
    expect(await rows('&category=groceries')).toHaveLength(
      (await rows()).filter(({ category }) => category === 'groceries').length,
    );
    await redis.del(keys.categories(user));
  });
});
