import { beforeEach, describe, expect, test } from 'vitest';
import { createUser, newUserTag } from '#lib/identity/users.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { keys } from '#lib/redis/keys.ts';
import { STEP_UP_MS } from '#lib/sessions/policy.ts';
import { parseToken } from '#lib/sessions/token.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { addressOf, personal } from '#tests/setup/endpoints.ts';
import {
  newAccountId,
  OPENED_AT,
  OPENING_MINOR,
  servedBank,
  somePostings,
  withEntries,
} from './api-world.ts';

const PASSWORD = 'seven quiet herons';
const NUMBERS = ['4455667788', '4455667799'] as const;
const PROFILE = { name: 'Ann Example', dateOfBirth: '1990-05-17', email: 'ann@redisbank.example' };
const MASKED = { name: 'Ann Example', dateOfBirth: '••••', email: 'a•••@redisbank.example' };
const MASKED_NUMBERS = ['•••• 7788', '•••• 7799'];
const WHOLE = /44556677\d\d|1990-05-17|ann@redisbank/;

const { redis, bank } = await servedBank();
const user = newUserTag();
const refs = NUMBERS.map(() => ({ user, account: newAccountId() }));
for (const [at, ref] of refs.entries()) {
  await openAccount(redis, ref, {
    number: NUMBERS[at] ?? '',
    name: 'Current account',
    currency: 'USD',
    ticking: false,
    openingBalanceMinor: OPENING_MINOR,
    openingAt: OPENED_AT,
  });
  // What passes between one's own accounts names both.
  await withEntries(
    redis,
    ref,
    somePostings(5, 1, { counterparty: 'Tesco', counterpartyAccount: NUMBERS[1 - at] }),
  );
}
const username = `d${crypto.randomUUID().slice(0, 12)}`;
const accounts = refs.map(({ account }) => account);
await createUser(redis, { username, password: PASSWORD, role: 'user', profile: PROFILE, accounts, user });
let bearer: string;
beforeEach(async () => {
  const signedIn = await send('/api/auth/login', { username, password: PASSWORD, mode: 'bearer' });
  expect(signedIn.json.user.profile).toEqual(MASKED);
  bearer = signedIn.json.token;
});

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
const send = (path: string, body: object, headers: Record<string, string> = {}) =>
  bank.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const get = async (path: string, token = bearer, headers: Record<string, string> = {}) => {
  const { status, json } = await bank.ask(path, { headers: { ...bearing(token), ...headers } });
  expect(status).toBe(200);
  return json;
};

/** Gives the password again; answers the new token. */
async function stepUp(): Promise<string> {
  const { status, json } = await send('/api/auth/step-up', { password: PASSWORD }, bearing(bearer));
  expect(status).toBe(200);
  return json.token;
}

/** As if that much time had passed since the step-up. */
async function wait(token: string, byMs: number): Promise<void> {
  const parsed = parseToken(token);
  if (!parsed) throw new Error('no token');
  await redis.json.numIncrBy(keys.session(parsed.user, parsed.sid), '$.stepUpAt', -byMs);
}

type Row = { number: string; toAccount: string; fromAccount: string };

/** What one session is told of all that may be masked, and how long it will be. */
async function told(token = bearer, headers: Record<string, string> = {}) {
  const accounts = await get('/api/accounts', token, headers);
  const session = await get('/api/session', token, headers);
  const rows: Row[] = [
    ...(await get('/transaction/transactions', token, headers)),
    ...(await get('/transaction/search?term=tesco', token, headers)),
  ];
  expect(rows).toHaveLength(10);
  for (const forMs of [accounts.detailsForMs, session.detailsForMs]) {
    expect(forMs).toBeGreaterThanOrEqual(0);
    expect(forMs).toBeLessThanOrEqual(STEP_UP_MS);
  }
  expect(accounts.detailsForMs > 0).toBe(session.detailsForMs > 0);
  return {
    numbers: accounts.items.map(({ number }: Row) => number),
    profile: session.profile,
    rows: [...new Set(rows.flatMap(({ toAccount, fromAccount }) => [toAccount, fromAccount]))],
    masked: accounts.detailsForMs === 0,
  };
}
const MASKED_ALL = { numbers: MASKED_NUMBERS, profile: MASKED, rows: MASKED_NUMBERS, masked: true };
const FULL = { numbers: [...NUMBERS], profile: PROFILE, rows: [...NUMBERS], masked: false };

describe('full details', () => {
  test('leave the server masked for who only signed in, at every address', async () => {
    expect(await told()).toEqual(MASKED_ALL);
    const [ref] = refs;
    const once = personal.filter(({ pattern }) => pattern !== '/api/events');
    expect(once.length).toBeGreaterThan(20);
    for (const { pattern } of once) {
      for (const query of pattern.endsWith('/export') ? ['?format=csv', '?format=ofx'] : ['']) {
        const path = addressOf(pattern, { id: ref?.account ?? '', seq: '1' }) + query;
        const { text } = await bank.ask(path, { headers: bearing(bearer) });
        expect([path, WHOLE.exec(text)?.[0]]).toEqual([path, undefined]);
      }
    }
  });

  test('are told for five minutes from a step-up on, and are masked again after that', async () => {
    const token = await stepUp();
    expect(await told(token)).toEqual(FULL);
    await wait(token, STEP_UP_MS - 10_000);
    expect(await told(token)).toEqual(FULL);
    expect((await get('/api/accounts', token)).detailsForMs).toBeLessThanOrEqual(10_000);
    await wait(token, 10_000);
    expect(await told(token)).toEqual(MASKED_ALL);
  });

  test('are told to that session alone, and a wrong password opens nothing', async () => {
    const other = bearer;
    const again = await send('/api/auth/login', { username, password: PASSWORD, mode: 'bearer' });
    bearer = again.json.token;
    const wrong = await send('/api/auth/step-up', { password: 'not this one' }, bearing(bearer));
    expect(wrong.json).toMatchObject({ status: 401, code: 'wrong_credentials' });
    expect(await told()).toEqual(MASKED_ALL);
    expect(await told(await stepUp())).toEqual(FULL);
    expect(await told(other)).toEqual(MASKED_ALL);
  });

  test('are not told to what runs by itself', async () => {
    const token = await stepUp();
    const headers: Record<string, string>[] = [{ 'x-activity': 'background' }, { 'sec-purpose': 'prefetch' }];
    for (const header of headers) expect(await told(token, header)).toEqual(MASKED_ALL);
  });

  test('rest on Redis and on no copy: one that says yes is asked about', async () => {
    const token = await stepUp();
    const headers = new Headers(bearing(token));
    const copy = await requireSession(headers);
    expect(await detailsForMs(headers, copy)).toBeGreaterThan(STEP_UP_MS - 60_000);
    // A second more: what a process takes for Redis' time is right to half a round trip, on a busy machine not to less.
    await wait(token, STEP_UP_MS + 1000);
    expect(await detailsForMs(headers, copy)).toBe(0);
  });

  test('are in no export: it names an account by its id, the same with and without a step-up', async () => {
    const path = `/api/accounts/${refs[0]?.account}/transactions/export?format=ofx`;
    const acctId = async (token: string) => {
      const { text } = await bank.ask(path, { headers: bearing(token) });
      expect(text).not.toMatch(WHOLE);
      return /<ACCTID>(.*?)<\/ACCTID>/.exec(text)?.[1];
    };
    expect(await acctId(bearer)).toBe(refs[0]?.account);
    expect(await acctId(await stepUp())).toBe(refs[0]?.account);
  });
});
