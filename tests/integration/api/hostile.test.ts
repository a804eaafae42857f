import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { EntryView } from '#lib/ledger/schema.ts';
import { matchesFilter } from '#lib/search/matches.ts';
import { addressOf, changing, personal } from '#tests/setup/endpoints.ts';
import { newCustomer, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

/** Properties are checked many times over, on whatever machine. */
vi.setConfig({ testTimeout: 90_000 });

const THEIR_SECRET = 'Zebrafish Holdings';

const { redis, bank } = await servedBank();
const [mine, theirs] = [await newCustomer(redis), await newCustomer(redis)];
const [own, foreign] = [mine.refs[0], theirs.refs[0]];
if (!own || !foreign) throw new Error('no accounts');
await withEntries(redis, own, somePostings(40, 5));
// The same words beside a name of their own: whatever leaves its clause finds these.
await withEntries(redis, foreign, somePostings(40, 5));
await withEntries(redis, foreign, [
  {
    ...(somePostings(1, 6)[0] as ReturnType<typeof somePostings>[number]),
    counterparty: THEIR_SECRET,
    at: Date.now(),
  },
]);
const me = await signedIn(redis, mine.user);
const account = own.account;
const ask = (what: string, params: Record<string, string>) =>
  bank.ask(`/api/accounts/${account}/${what}?${new URLSearchParams(params)}`, { headers: me });
const all: EntryView[] = (await ask('transactions', { limit: '50' })).json.items;
expect(all).toHaveLength(40);

/** What must hold for any text: no error, own rows alone, exactly those the rule names, and totals that agree. */
async function expectContained(q: string) {
  const [rows, totals] = [await ask('transactions', { q, limit: '50' }), await ask('totals', { q })];
  expect([rows.status, totals.status]).toEqual([200, 200]);
  const expected = all.filter((entry) =>
    matchesFilter(entry, { q: q.toWellFormed() }, 'UTC', rows.json.edits),
  );
  expect(rows.json.items).toEqual(expected);
  expect(rows.text).not.toContain(THEIR_SECRET);
  const sum = (part: number[]) => part.reduce((total, amount) => total + amount, 0);
  expect(totals.json).toMatchObject({
    count: expected.length,
    netMinor: sum(expected.map(({ amountMinor }) => amountMinor)),
  });
}

const SYNTAX = [
  '_',
  '__',
  '_a',
  'a_b',
  '-',
  '~',
  '^',
  '#',
  '+',
  '=',
  '*',
  '***',
  '**',
  '-*',
  '@',
  '@scope:{*}',
  '@words:*',
  ') | (*',
  '") | @words:(*',
  '))((',
  '(',
  ')',
  '|',
  '~a',
  '}',
  '{',
  '{}',
  '[',
  ']',
  '[0 inf]',
  '@amount:[-inf +inf]',
  '$',
  '$1',
  '=>{$weight:2}',
  '=>[KNN 10 @v $b]',
  '"',
  "'",
  '`',
  '\\',
  '\\\\',
  '\\"',
  '"tesco"',
  "tesco' OR '1'='1",
  'tesco*',
  '%tesco%',
  '%%%',
  '-tesco',
  '!tesco',
  'tesco;FLUSHALL',
  'tesco\r\nFLUSHALL\r\n',
  'a\u0000b',
  '\u0000',
  '\u0001',
  '\u007f',
  '\u2028',
  '\ufeff',
  'ﬁ',
  'İ',
  'groceries) @scope:{',
  'groceries} @scope:{*',
  'zebrafish',
  'Zebrafish Holdings',
  '@counterparty:{Zebrafish*}',
  'DIALECT 2',
  'LIMIT 0 1000',
  'the',
  'a an of',
  'AND',
  'OR',
  'NOT',
  'inf',
  '-inf',
  'nan',
  '1e9',
  '0x10',
  '1.2.3',
  '50%',
  '12/7',
  'h&m',
  "trader joe's",
  'café',
  'CAFE\u0301',
  'łukasz',
  '👍🏽',
  '\ud800',
  'tes\udc00co',
  '٤٢',
  '１２',
];

describe('no text leaves its clause', () => {
  test.each(SYNTAX)('%j', (text) => expectContained(text));

  test.each([
    ['long', 'tesco '.repeat(1000).slice(0, 7000)],
    ['one word without end', 'a'.repeat(7000)],
    ['many words', Array.from({ length: 600 }, (_, at) => `w${at}`).join(' ')],
    ['nested', '('.repeat(2000)],
    ['escaped', '\\'.repeat(1500)],
  ])('%s', (_, text) => expectContained(text));

  test('whatever is typed', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...SYNTAX, 'tesco', 'aldi', 'groceries', 'refund', ' ', '12', '223.28', '>100'),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    await fc.assert(fc.asyncProperty(text, expectContained), { numRuns: 400 });
  });

  test.each(SYNTAX)('%j as a counterparty changes no query', async (counterparty) => {
    const answer = await ask('transactions', { counterparty });
    expect([answer.status, answer.json.items]).toEqual([200, []]);
  });

  test('any counterparty finds its own entries alone', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.constantFrom(...SYNTAX, 'Tesco', THEIR_SECRET),
    );
    await fc.assert(
      fc.asyncProperty(name, async (counterparty) => {
        const answer = await ask('transactions', { counterparty, limit: '50' });
        const wanted = counterparty.toWellFormed();
        const expected = wanted === '' ? all : all.filter((entry) => entry.counterparty === wanted);
        expect(answer.status).toBe(200);
        expect(answer.json.items).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("the tutorial's term finds no other customer's entry", async () => {
    for (const term of SYNTAX) {
      const answer = await bank.ask(`/transaction/search?${new URLSearchParams({ term })}`, { headers: me });
      expect(answer.status, term).toBe(200);
      expect(answer.text, term).not.toContain(THEIR_SECRET);
    }
  });
});

describe('no parameter is an error of the server', () => {
  const names = [
    'q',
    'from',
    'to',
    'min',
    'max',
    'direction',
    'type',
    'counterparty',
    'category',
    'before',
    'limit',
    'range',
    'period',
  ];

  test('whatever its name and value', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...SYNTAX,
        '2026-02-31',
        '2026-13-01',
        '0000-00-00',
        '-1',
        '1e3',
        '99999999999999999999',
        'in',
        'card',
      ),
    );
    const params = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'transactions',
          'totals',
          'balance',
          'spenders',
          'months',
          'categories',
          'regular',
          'transactions/1',
        ),
        params,
        async (what, given) => {
          const answer = await ask(what, given);
          expect([200, 400]).toContain(answer.status);
          expect(answer.text).not.toContain(THEIR_SECRET);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each(['q=%', 'q=%ff', 'q=%ed%a0%80', 'q=%c0%af', '%zz=1', 'q=%e2%82'])(
    '%s is refused as not well-formed',
    async (search) => {
      const answer = await bank.ask(`/api/accounts/${account}/transactions?${search}`, { headers: me });
      expect(answer.json).toMatchObject({ status: 400, code: 'bad_request' });
    },
  );
});

describe('no body and no header is an error of the server', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  const json = fc.json().map((text) => Buffer.from(text));
  const almost = fc
    .record({ username: fc.anything(), password: fc.anything() }, { requiredKeys: [] })
    .map((value) => Buffer.from(JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? 0 : part))));
  const form = fc
    .array(fc.tuple(fc.constantFrom('username', 'password', 'x', ''), fc.string({ unit: 'binary' })), {
      maxLength: 4,
    })
    .map((pairs) => Buffer.from(String(new URLSearchParams(pairs))));

  test('whatever is sent to what changes state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...changing),
        fc.constantFrom(
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain',
          'application/json;x',
        ),
        fc.oneof(bytes, json, almost, form),
        async ({ method, pattern }, type, body) => {
          const answer = await bank.ask(addressOf(pattern), {
            method,
            headers: { 'content-type': type },
            body,
          });
          expect(answer.status, `${method} ${pattern}`).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  // What a header can hold at all.
  const value = fc
    .string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      maxLength: 300,
    })
    .filter((text) => !text.includes('\u007f'));
  const credential = fc.oneof(
    value,
    value.map((text) => `redisBank=${text}`),
    value.map((text) => `redisBank=Fe26.2*1*${text}`),
    value.map((text) => `Bearer ${text}`),
    fc.constant('redisBank=a; redisBank=b'),
  );

  test('whatever is presented as a session', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'cookie',
          'authorization',
          'last-event-id',
          'x-activity',
          'user-agent',
          'sec-purpose',
        ),
        credential,
        fc.constantFrom(...personal),
        async (name, text, { pattern }) => {
          const answer = await bank.ask(addressOf(pattern), { headers: { [name]: text } });
          expect([400, 401]).toContain(answer.status);
          expect(answer.headers['set-cookie']).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});
