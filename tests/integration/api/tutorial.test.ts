import { beforeAll, describe, expect, test } from 'vitest';
import { createUser } from '#lib/identity/users.ts';
import { authorize, endPending } from '#lib/ledger/authorize.ts';
import { maskNumber } from '#lib/mask.ts';
import { commandMeasure } from '#lib/measures.ts';
import { keys } from '#lib/redis/keys.ts';
import { SECOND } from '#lib/time.ts';
import {
  newCustomer,
  OPENING_MINOR,
  pendingOf,
  servedBank,
  signedIn,
  somePostings,
  withEntries,
} from './api-world.ts';

const RECENT = 12;

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis, 2);
const [first, second] = mine.refs;
if (!first || !second) throw new Error('no accounts');
const now = Date.now();
const recent = somePostings(RECENT, 42).map((one, at) => ({
  ...one,
  at: now - (RECENT - at) * 10 * SECOND,
}));
const booked = await withEntries(redis, first, [...somePostings(50, 41), ...recent]);
await withEntries(redis, second, somePostings(5, 43, { counterparty: 'Only in savings' }));
const me = await signedIn(redis, mine.user);

const get = async (path: string) => {
  const { status, json } = await bank.ask(path, { headers: me });
  expect(status).toBe(200);
  return json;
};
const balanceAfter = (count: number) =>
  (OPENING_MINOR + booked.slice(0, count).reduce((sum, { amountMinor }) => sum + amountMinor, 0)) / 100;

describe('what the page of the tutorial asks for', () => {
  test('/transaction/balance: a point for each entry of the last five minutes, in money units', async () => {
    const points = await get('/transaction/balance');
    expect(points).toEqual(
      booked
        .slice(-RECENT)
        .map(({ at }, index) => ({ x: at, y: balanceAfter(booked.length - RECENT + index + 1) })),
    );
  });

  test('/transaction/biggestspenders: names and sums of the five biggest, biggest first', async () => {
    const net = new Map<string, number>();
    for (const { counterparty, amountMinor } of booked) {
      net.set(counterparty, (net.get(counterparty) ?? 0) - amountMinor);
    }
    const biggest = [...net]
      .filter(([, sum]) => sum > 0)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 5);
    expect(biggest).toHaveLength(5);
    expect(await get('/transaction/biggestspenders')).toEqual({
      labels: biggest.map(([name]) => name),
      series: biggest.map(([, sum]) => sum / 100),
    });
  });

  test('/transaction/transactions: the ten latest, with the names of its fields', async () => {
    const rows = await get('/transaction/transactions');
    const { number, name } = await redis.hGetAll(keys.account(mine.refs[0] as never));
    expect(rows).toEqual(
      booked
        .slice(-10)
        .reverse()
        .map((posting, index) => ({
          id: posting.id,
          fromAccount: maskNumber(posting.counterpartyAccount),
          fromAccountName: posting.counterparty,
          toAccount: maskNumber(number ?? ''),
          toAccountName: name,
          amount: posting.amountMinor / 100,
          description: posting.description,
          transactionDate: new Date(posting.at).toISOString(),
          transactionType: posting.type,
          balanceAfter: balanceAfter(booked.length - index),
        })),
    );
  });

  test('/transaction/search: the rows that hold the term, with or without the star that its page adds', async () => {
    const tesco = booked
      .filter(({ counterparty }) => counterparty === 'Tesco')
      .map(({ id }) => id)
      .reverse();
    expect(tesco.length).toBeGreaterThan(3);
    const [latest] = await get('/transaction/transactions');
    for (const term of ['tesco', 'TES', 'tesc*', ' tesco *']) {
      const rows = await get(`/transaction/search?${new URLSearchParams({ term })}`);
      expect(
        rows.map(({ id }: { id: string }) => id),
        term,
      ).toEqual(tesco);
      expect(Object.keys(rows[0])).toEqual(Object.keys(latest));
    }
    expect(await get('/transaction/search?term=savings')).toEqual([]);
    for (const empty of ['', '?term=', '?term=%20', '?term=*']) {
      expect(await get(`/transaction/search${empty}`), empty).toEqual([]);
    }
  });

  test('/transaction/search reads each row once', async () => {
    await get('/transaction/search?term=tesco');
    const read: string[] = [];
    const stop = commandMeasure.listen(({ name, words }) => {
      if (name === 'JSON.MGET') read.push(...words.map(String));
    });
    const rows: unknown[] = await get('/transaction/search?term=tesco');
    stop();
    // With the command's name and the path.
    expect(read).toHaveLength(rows.length + 2);
  });

  test('reading the balance keeps it in the session document', async () => {
    await get('/transaction/balance');
    const { currentBalanceAmount, lastTransactions } = await get('/api/session');
    expect(currentBalanceAmount).toEqual({
      x: booked.at(-1)?.at,
      y: Math.round(balanceAfter(booked.length) * 100),
    });
    expect(lastTransactions).toEqual(
      [0, 1, 2, 3, 4].map((ago) => ({ account: mine.refs[0]?.account, seq: booked.length - ago })),
    );
  });

  test('what is pending comes first, is found, and is not available', async () => {
    const [own] = (await newCustomer(redis)).refs;
    if (!own) throw new Error('no account');
    const headers = await signedIn(redis, own.user);
    const ask = async (path: string) => (await bank.ask(`/transaction/${path}`, { headers })).json;
    await withEntries(redis, own, somePostings(12, 44));
    const [last] = await ask('transactions');
    const at = Date.now() - SECOND;
    await authorize(redis, own, pendingOf('meal', -30_00, at));
    const available = Math.round(last.balanceAfter * 100) - 30_00;
    const rows = await ask('transactions');
    expect(rows).toHaveLength(10);
    expect(rows[0]).toEqual({
      ...last,
      id: 'meal',
      amount: -30,
      balanceAfter: available / 100,
      description: 'Moussaka',
      fromAccount: maskNumber('2000000077'),
      fromAccountName: 'Zorba Taverna',
      transactionDate: new Date(at).toISOString(),
      transactionType: 'card',
    });
    expect(rows[1]).toEqual(last);
    expect(await ask('search?term=mousaka')).toEqual([rows[0]]);
    expect((await ask('biggestspenders')).labels).not.toContain('Zorba Taverna');
    expect(await ask('balance')).toEqual([{ x: at, y: available / 100 }]);
    const { json } = await bank.ask('/api/session', { headers });
    expect(json.currentBalanceAmount).toEqual({ x: at, y: available });
    await endPending(redis, own, pendingOf('meal', -30_00, at), { at: at + 1, kind: 'voided' });
    await ask('balance');
    const after = await bank.ask('/api/session', { headers });
    expect(after.json.currentBalanceAmount).toEqual({ x: at + 1, y: available + 30_00 });
  });

  test('people without accounts get 404', async () => {
    const newcomer = await newCustomer(redis, 0);
    const headers = await signedIn(redis, newcomer.user);
    for (const path of ['balance', 'biggestspenders', 'transactions', 'search?term=a']) {
      expect((await bank.ask(`/transaction/${path}`, { headers })).status).toBe(404);
    }
  });
});

describe('its sign-in', () => {
  const form = (fields: Record<string, string>, headers = {}) =>
    bank.ask('/perform_login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: String(new URLSearchParams(fields)),
    });
  const username = `t${Date.now()}`;
  beforeAll(async () => {
    const profile = { name: 'Form User', dateOfBirth: '1990-01-01', email: 'form@redisbank.example' };
    await createUser(redis, { username, password: 'foobared', role: 'user', accounts: [], profile });
  });

  test('leads to /index.html, with a cookie of ours that lives as long as the browser', async () => {
    const answer = await form({ username, password: 'foobared' });
    expect([answer.status, answer.headers.location]).toEqual([302, '/index.html']);
    const [cookie = '', device = '', ...others] = answer.headers['set-cookie'] ?? [];
    expect(others).toEqual([]);
    expect(device).toMatch(/^redisBankDevice=[\w-]{43}; /);
    expect(cookie).toMatch(/^redisBank=Fe26\.2\*[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const session = await bank.ask('/api/session', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(session.json).toMatchObject({ username, transport: 'cookie', policy: 'standard' });
  });

  test.each([
    [{ username, password: 'wrong' }],
    [{ username: 'nobody-has-this-name', password: 'foobared' }],
    [{ username }],
    [{}],
  ])('leads back to /auth-login.html with %j, and sets nothing', async (fields) => {
    const answer = await form(fields as Record<string, string>);
    expect([answer.status, answer.headers.location]).toEqual([302, '/auth-login.html']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('by a form on another site is refused', async () => {
    const answer = await form({ username, password: 'foobared' }, { origin: 'https://evil.example' });
    expect(answer.json).toMatchObject({ status: 403, code: 'cross_origin' });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('its two pages lead to ours', async () => {
    expect((await bank.ask('/index.html')).headers.location).toBe('/');
    expect((await bank.ask('/auth-login.html')).headers.location).toBe('/login');
  });
});
