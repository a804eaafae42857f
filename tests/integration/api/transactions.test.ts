import { describe, expect, test } from 'vitest';
import { filterParams } from '#app/(bank)/transactions/_filters/address.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { postEntry } from '#lib/ledger/post.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { keys } from '#lib/redis/keys.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { DAY, dayOf } from '#lib/time.ts';
import { newCustomer, pendingOf, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

const filterToParams = (filter: Filter) => new URLSearchParams(filterParams(filter));
const COUNT = 333;

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis);
const [ref] = mine.refs;
if (!ref) throw new Error('no account');
await withEntries(redis, ref, somePostings(COUNT, 21));
const me = await signedIn(redis, mine.user);
const account = ref.account;
const all = await everyPage({}, 50);

async function get(what: string, params: URLSearchParams) {
  const { status, json } = await bank.ask(`/api/accounts/${account}/${what}?${params}`, { headers: me });
  expect(status).toBe(200);
  return json;
}

/** All rows of a filter, following `next` as a list that is scrolled to its end. */
async function everyPage(filter: Filter, limit: number): Promise<EntryView[]> {
  const rows: EntryView[] = [];
  const params = filterToParams(filter);
  params.set('limit', String(limit));
  for (;;) {
    const { items, next } = await get('transactions', params);
    expect(items.length).toBeLessThanOrEqual(limit);
    rows.push(...items);
    if (next === null) return rows;
    expect(next).toBe(items.at(-1).seq);
    params.set('before', String(next));
  }
}

const today = dayOf(Date.now(), 'UTC');
const daysAgo = (days: number) => dayOf(Date.now() - days * DAY, 'UTC');

const FILTERS: Filter[] = [
  {},
  { q: 'tesco' },
  { q: 'GROC' },
  { q: 'cafe mu' },
  { q: 'h&m' },
  { q: 'zz' },
  { q: '***' },
  { q: '12' },
  { direction: 'in' },
  { direction: 'out', q: 'aldi' },
  { type: 'salary' },
  { counterparty: "Trader Joe's" },
  { counterparty: 'Tesc' },
  { category: 'groceries', q: 'aldi' },
  { category: 'coffee' },
  { min: '100' },
  { max: '9,99' },
  { min: '50.00', max: '60.00', direction: 'out' },
  { from: daysAgo(90), to: daysAgo(30) },
  { from: today },
  { to: daysAgo(280) },
  { from: daysAgo(10), to: daysAgo(20) },
  { q: 'refund', from: daysAgo(200), min: '10', max: '200', direction: 'out', type: 'card' },
];

describe.each(FILTERS.map((filter) => [filterToParams(filter).toString() || 'everything', filter] as const))(
  '%s',
  (_, filter) => {
    test('the pages, whatever their size, are all that the rule names, newest first, each once', async () => {
      const expected = all.filter((entry) => matchesFilter(entry, filter, 'UTC'));
      expect(await everyPage(filter, 7)).toEqual(expected);
      expect(await everyPage(filter, 50)).toEqual(expected);
    });

    test('the totals are the sum of all pages, to the cent', async () => {
      const rows = await everyPage(filter, 50);
      const amounts = rows.map(({ amountMinor }) => amountMinor);
      const sum = (list: number[]) => list.reduce((total, amount) => total + amount, 0);
      expect(await get('totals', filterToParams(filter))).toEqual({
        count: rows.length,
        inMinor: sum(amounts.filter((amount) => amount > 0)),
        outMinor: -sum(amounts.filter((amount) => amount < 0)) || 0,
        movedMinor: 0,
        netMinor: sum(amounts),
        pendingCount: 0,
        pendingMinor: 0,
      });
    });
  },
);

test('a slip is forgiven, the answer says so, and pages and totals that are told the same say the same', async () => {
  const first = await get('transactions', new URLSearchParams({ q: 'tsecx', limit: '5' }));
  expect(first).toMatchObject({ items: [], next: null, edits: [1] });
  const { items, next, edits } = await get('transactions', new URLSearchParams({ q: 'tseco', limit: '5' }));
  expect(edits).toEqual([1]);
  const rest = await get(
    'transactions',
    new URLSearchParams({ q: 'tseco', limit: '50', before: String(next), edits: edits.join() }),
  );
  const expected = all.filter((entry) => matchesFilter(entry, { q: 'tesco' }, 'UTC'));
  expect([...items, ...rest.items]).toEqual(expected.slice(0, 55));
  const totals = await get('totals', new URLSearchParams({ q: 'tseco', edits: '1' }));
  expect(totals.count).toBe(expected.length);
});

describe('entries', () => {
  test('all are there, their numbers without a gap, each balance following from the one before', () => {
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: COUNT }, (_, at) => COUNT - at));
    for (const [at, entry] of all.slice(0, -1).entries()) {
      const before = all[at + 1] as EntryView;
      expect(entry.balanceAfterMinor).toBe(before.balanceAfterMinor + entry.amountMinor);
    }
  });

  test('an entry asked for by its number is the row of the list, with no field that only search needs', async () => {
    const { json } = await bank.ask(`/api/accounts/${account}/transactions/17`, { headers: me });
    expect(json).toEqual(all.find(({ seq }) => seq === 17));
    expect(Object.keys(json).sort()).toEqual([
      'account',
      'amountMinor',
      'at',
      'balanceAfterMinor',
      'category',
      'counterparty',
      'description',
      'id',
      'seq',
      'status',
      'type',
    ]);
  });

  test('a page before a number that is not there yet is the newest page', async () => {
    const newest = await get('transactions', new URLSearchParams());
    expect(await get('transactions', new URLSearchParams({ before: '999999' }))).toEqual(newest);
    expect(await get('transactions', new URLSearchParams({ before: '1' }))).toEqual({
      items: [],
      next: null,
      pending: [],
    });
  });
});

describe('what is pending', async () => {
  const { user, refs } = await newCustomer(redis, 2);
  const [current, savings] = refs;
  if (!current || !savings) throw new Error('no accounts');
  const headers = await signedIn(redis, user);
  const ask = (path: string) => bank.ask(`/api/${path}`, { headers });
  const json = async (path: string) => (await ask(path)).json;
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  const now = Date.now();
  await withEntries(redis, current, somePostings(20, 77));
  await authorize(redis, current, pendingOf('dinner', -40_00, now - 3000));
  await authorize(
    redis,
    savings,
    pendingOf('shop', -10_00, now - 2000, { counterparty: 'Tesco', description: 'Sandwich' }),
  );
  await authorize(redis, current, pendingOf('refund', 25_00, now - 1000, { type: 'refund' }));
  const own = `accounts/${current.account}`;

  test('stands beside the first page alone, newest first, of one account or of all', async () => {
    expect(ids((await json(`${own}/transactions`)).pending)).toEqual(['refund', 'dinner']);
    const { items, pending, next } = await json('transactions?limit=5');
    expect(ids(pending)).toEqual(['refund', 'shop', 'dinner']);
    expect(items).toHaveLength(5);
    expect((await json(`transactions?before=${next}`)).pending).toEqual([]);
    expect((await json(`transactions?after=${next}`)).pending).toEqual([]);
    expect((await json(`${own}/transactions?before=9`)).pending).toEqual([]);
  });

  test('is found by every field and by words that no entry has, also with a slip', async () => {
    for (const [query, found] of [
      ['q=zorba', ['refund', 'dinner']],
      ['q=mousaka', ['refund', 'dinner']],
      ['q=40.00', ['dinner']],
      ['direction=in', ['refund']],
      ['type=refund', ['refund']],
      ['category=coffee', []],
      ['counterparty=Tesco', ['shop']],
      [`to=${daysAgo(2)}`, []],
      ['status=booked', []],
      ['status=pending', ['refund', 'shop', 'dinner']],
      ['status=pending&q=tsco', ['shop']],
    ] as const) {
      expect(ids((await json(`transactions?${query}`)).pending), query).toEqual(found);
    }
    const { items, next } = await json('transactions?status=pending');
    expect([items, next]).toEqual([[], null]);
    expect((await json('transactions?status=booked')).items).toHaveLength(20);
    const said = await json('transactions?q=pending&language=en');
    expect([ids(said.pending), said.items]).toEqual([['refund', 'shop', 'dinner'], []]);
    const german = await json(`transactions?${new URLSearchParams({ q: 'vorgemerkt', language: 'de' })}`);
    expect(ids(german.pending)).toEqual(['refund', 'shop', 'dinner']);
  });

  test('is in sums of its own, and what leaves is no longer available', async () => {
    const { count, ...sums } = await json(`${own}/totals`);
    expect([count, sums.pendingCount, sums.pendingMinor]).toEqual([20, 2, -15_00]);
    expect(await json('transactions/totals')).toMatchObject({
      count: 20,
      pendingCount: 3,
      pendingMinor: -25_00,
    });
    expect(await json('transactions/totals?q=tesco')).toMatchObject({
      pendingCount: 1,
      pendingMinor: -10_00,
    });
    const [account] = (await json('accounts')).items;
    expect(account.availableMinor).toBe(account.balanceMinor - 40_00);
  });

  test('has an address of its own, which leads on to its entry, and is another’s in no account', async () => {
    expect((await json(`${own}/transactions/pending/dinner`)).pending).toMatchObject({
      status: 'pending',
      id: 'dinner',
      amountMinor: -40_00,
    });
    for (const id of ['shop', 'nothing', '__proto__', 'x'.repeat(500)])
      expect((await ask(`${own}/transactions/pending/${id}`)).status, id).toBe(404);
    expect((await bank.ask(`/api/${own}/transactions/pending/dinner`, { headers: me })).status).toBe(404);
    const { expiresAt: _, ...dinner } = pendingOf('dinner', -44_00, Date.now());
    await postEntry(redis, current, { ...dinner, authorizedMinor: -40_00, adjusted: 'tip' }, { posts: true });
    expect(await json(`${own}/transactions/pending/dinner`)).toEqual({ seq: 21 });
    expect(await json(`${own}/transactions/21`)).toMatchObject({
      id: 'dinner',
      authorizedMinor: -40_00,
      adjusted: 'tip',
    });
  });
});

describe('names to fill in a filter', () => {
  const names = async (params: Record<string, string>): Promise<string[]> =>
    (await get('counterparties', new URLSearchParams(params))).items;

  test('are those of the account, by the beginning of any of their words, accents and case folded', async () => {
    const known = new Set(all.map(({ counterparty }) => counterparty));
    expect([...known]).toEqual(expect.arrayContaining(await names({ limit: '50' })));
    for (const name of known) {
      const word = name.split(' ').at(-1) ?? '';
      const plain = word.normalize('NFKD').replace(/\p{M}/gu, '');
      expect(await names({ q: word.toUpperCase(), limit: '50' }), name).toContain(name);
      expect(await names({ q: plain, limit: '50' }), name).toContain(name);
    }
    expect(await names({ q: 'nobody' })).toEqual([]);
  });

  test('are no more than are asked for, and in a filter each finds its own rows', async () => {
    const three = await names({ limit: '3' });
    expect(three).toHaveLength(3);
    for (const counterparty of three) {
      const rows = await everyPage({ counterparty }, 50);
      expect(rows).toEqual(all.filter((entry) => entry.counterparty === counterparty));
    }
  });
});

describe('all accounts of a customer', () => {
  test('are one list with one sum, which `account` narrows, and another’s account or entry is not found', async () => {
    const { user, refs } = await newCustomer(redis, 2);
    const headers = await signedIn(redis, user);
    const postings = somePostings(40, 22);
    for (const [at, one] of refs.entries()) {
      await withEntries(
        redis,
        one,
        postings.filter((_, index) => index % 2 === at),
      );
    }
    const ask = (what: string) => bank.ask(`/api/transactions${what}`, { headers });
    const { items, next } = (await ask('?limit=15')).json;
    const rest = (await ask(`?limit=50&before=${next}`)).json;
    const rows: EntryView[] = [...items, ...rest.items];
    expect(rows).toHaveLength(40);
    expect(new Set(rows.map((row) => row.account))).toEqual(new Set(refs.map((one) => one.account)));
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((one, other) => other - one));
    expect((await ask('/totals')).json.count).toBe(40);
    expect((await ask(`/totals?account=${refs[1]?.account}`)).json.count).toBe(20);
    const [newest] = (await ask(`?account=${refs[1]?.account}`)).json.items;
    expect(newest.account).toBe(refs[1]?.account);
    for (const what of ['', '/totals', '/categories']) {
      expect((await ask(`${what}?account=${account}`)).status).toBe(404);
    }
    expect((await ask(`?before=${account}.3`)).status).toBe(404);
    expect((await ask('?before=3')).status).toBe(400);
  });
});

test('accounts in several currencies are never summed: without a choice the first alone is listed', async () => {
  const { user, refs } = await newCustomer(redis, 2);
  const [first, other] = refs;
  if (!first || !other) throw new Error('no accounts');
  await redis.hSet(keys.account(other), 'currency', 'EUR');
  await withEntries(redis, first, somePostings(3, 1));
  await withEntries(redis, other, somePostings(5, 2));
  const headers = await signedIn(redis, user);
  const ask = async (path: string) => (await bank.ask(`/api/transactions${path}`, { headers })).json;
  for (const what of ['', '/totals', '/categories']) {
    expect(await ask(what), what).toEqual(await ask(`${what}?account=${first.account}`));
  }
  expect((await ask('/totals')).count).toBe(3);
  expect((await ask(`/totals?account=${other.account}`)).count).toBe(5);
});
