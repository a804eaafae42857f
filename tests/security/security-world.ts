/**
 * The whole bank for the matrix, without its worker, so that nothing is written but by requests: one web process as
 * `npm start` runs it, and one configured as in production, behind a proxy that speaks https.
 */
import { expect, test } from 'vitest';
import { newUserTag } from '#lib/identity/users.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { formatToken, newToken, parseToken, type Token } from '#lib/sessions/token.ts';
import { openSeal } from '#lib/sign-in/cookie.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { type Bank, startBank } from '#tests/setup/start-bank.ts';
import { type Answer, ask, pairOf, type Web } from './ask.ts';
import { changesBetween, readEntries, readState, type State } from './stored-state.ts';

export const PASSWORD = 'foobared';
const DEADLINE_MS = 20_000;

type Person = {
  username: string;
  /** Headers of their browser and of their native client, each with a session of its own. */
  browser: { cookie: string };
  native: { authorization: string };
  token: Token;
  cookieToken: Token;
  accounts: string[];
};

export type World = {
  bank: Bank;
  redis: Redis;
  web: Web;
  /** Configured with an https origin, and told that 127.0.0.1 is its proxy. */
  secure: Web;
  bob: Person;
  alice: Person;
  /** Staff who may see sessions and end none. */
  adam: Person;
};

let world: World;
let state: State;
let entries: State;

export async function startWorld(): Promise<World> {
  const [port, securePort] = [await freePort(), await freePort()];
  // A busy machine is no outage.
  const bank = await startBank({ port, worker: false, env: { REDIS_DEADLINE_MS: '5000' } });
  const secure = { port: securePort, origin: `https://localhost:${securePort}` };
  await bank.secondWeb({
    PORT: String(securePort),
    BANK_ORIGIN: secure.origin,
    BANK_TRUSTED_PROXIES: '127.0.0.1',
  });
  const web = { port, origin: bank.origin };
  const redis = await connectRedis(bank.redisUrl, { name: 'test-matrix', deadlineMs: DEADLINE_MS });
  const [bob, alice, adam] = [
    await arrive(web, 'bob'),
    await arrive(web, 'alice'),
    await arrive(web, 'adam'),
  ];
  world = { bank, redis, web, secure, bob, alice, adam };
  state = await readState(redis);
  entries = await readEntries(redis);
  return world;
}

export async function stopWorld(): Promise<void> {
  world?.redis.destroy();
  await world?.bank.stop();
}

export const signIn = (web: Web, fields: object, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(web, '/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ password: PASSWORD, ...fields }),
  });

/** The token inside a cookie: the seal's secret is the test's own. */
export async function tokenIn(pair: string): Promise<Token> {
  const token = await openSeal(pair.slice(pair.indexOf('=') + 1));
  if (!token) throw new Error(`no seal of ours: ${pair}`);
  return token;
}

async function arrive(web: Web, username: string): Promise<Person> {
  const cookie = pairOf(await signIn(web, { username }));
  const { token } = (await signIn(web, { username, mode: 'bearer' })).json;
  const native = { authorization: `Bearer ${token}` };
  const parsed = parseToken(token);
  if (!parsed) throw new Error(`${username} got no token`);
  // Both sessions have then noted the balance, which they do when they first see the accounts.
  const { json } = await ask(web, '/api/accounts', { headers: { cookie } });
  await ask(web, '/api/accounts', { headers: native });
  const accounts = (json.items ?? []).map(({ id }: { id: string }) => id);
  return {
    username,
    browser: { cookie },
    native,
    token: parsed,
    accounts,
    cookieToken: await tokenIn(cookie),
  };
}

export const textOf = formatToken;

type Row = {
  /** Keys that this promise is about and that may change; none by default. */
  but?: RegExp;
};

/** More than it takes to record a refusal, whoever else does so at the same time. */
const ROUND_TRIPS = 20;

/**
 * What is recorded of a refusal is not waited for by its answer. Each of these is answered by Redis after what its process
 * had asked before, so that a slow one is waited for.
 */
async function settled({ web, secure }: World): Promise<void> {
  const authorization = `Bearer ${formatToken(newToken(newUserTag()))}`;
  for (let trips = 0; trips < ROUND_TRIPS; trips++) {
    await Promise.all([web, secure].map((at) => ask(at, '/api/session', { headers: { authorization } })));
  }
}

/** One promise, and that nothing changed in Redis while it was put to the test. */
export function row(promise: string, check: (world: World) => Promise<void>, { but }: Row = {}): void {
  test(promise, async () => {
    state = await readState(world.redis, state);
    const before = state;
    try {
      await check(world);
    } finally {
      if (but) await settled(world);
      state = await readState(world.redis, state);
    }
    expect(changesBetween(before, state).filter((change) => !but?.test(change))).toEqual([]);
  });
}

/** Put to the test last: no row changed an entry of the ledger. Each asserts itself that none came and none went. */
export function entriesRow(): void {
  test('and no entry of the ledger was changed by any of these', async () => {
    expect(entries.values.size).toBeGreaterThan(5000);
    expect(changesBetween(entries, await readEntries(world.redis))).toEqual([]);
  });
}

/** What signing in, out and wrong leaves behind. */
export const SESSIONS = /redisBank:(?:session|sessions|ended|audit|audithead|refused|devices):/;
export const SESSIONS_AND_EPOCHS =
  /redisBank:(?:session|sessions|ended|audit|audithead|refused|devices|epoch):/;
