/**
 * What sessions cost, and how fast their end is heard of: `npx node tests/bench/sessions.bench.ts [sessions]`, by hand,
 * on an idle machine, on a Redis of its own.
 *
 * - Revocation by push: another process that has a session cached checks it without pause; from the moment the end is
 *   acknowledged here until it refuses there (promise: p99 within 20 ms).
 * - The session check alone: cached (promise: p50 within 20 µs), and asked of Redis.
 * - Memory of that many live sessions (100,000 unless told otherwise) of as many users, search index and list of each
 *   user included, the users themselves not (promise: 2 KB each).
 * - Questions of staff to that many, who signed in over half a day: a page, the total, and the counts by role and
 *   device (promise: p99 within 50 ms). Beside it, in turns: counts by value and by grouping, which are the same numbers.
 * - Questions of staff to that many entries of the audit logs of a year (promise: p99 within 50 ms).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserTag } from '#lib/ids.ts';
import type { Token } from '#lib/sessions/token.ts';
import { HOUR } from '#lib/time.ts';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import type { Told } from '#tests/integration/sessions/other-process.ts';

const SESSIONS = Number(process.argv[2] ?? 100_000);
const REVOCATIONS = 1000;
const CHECKS = 50_000;
const ASKED_CHECKS = 3000;
const AT_ONCE = 100;
const QUESTIONS = 200;
const SPREAD_MS = 11.5 * HOUR;
const IDLE_MS = HOUR;
const DEVICES = [
  { browser: 'Firefox', system: 'Linux', kind: 'computer' },
  { browser: 'Chrome', system: 'Windows', kind: 'computer' },
  { browser: 'Safari', system: 'iOS', kind: 'phone' },
  { browser: 'Chrome', system: 'Android', kind: 'phone' },
  { browser: 'Safari', system: 'iPadOS', kind: 'tablet' },
] as const;

const server = await throwAwayRedis();
Object.assign(process.env, {
  SESSION_SECRETS: '1:bench-secret-bench-secret-bench-secret-0',
  REDIS_URL: server.urls.deploy,
  REDIS_WEB_URL: server.urls.web,
  REDIS_WORKER_URL: server.urls.worker,
});
await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });

const { cachedRedis, connectRedis, webRedis } = await import('#lib/redis/client.ts');
const { keys } = await import('#lib/redis/keys.ts');
const { createSession } = await import('#lib/sessions/create.ts');
const { isFresh } = await import('#lib/redis/copies.ts');
const { readSession } = await import('#lib/sessions/read-session.ts');
const { revokeSession } = await import('#lib/sessions/revoke.ts');
const { sessionFilterSchema } = await import('#lib/staff/session-query.ts');
const { countByGroup, countByValue } = await import('#lib/staff/session-counts.ts');
const { searchSessions } = await import('#lib/staff/session-search.ts');
const { auditFilterSchema, searchAudit } = await import('#lib/staff/audit-search.ts');
const { formatToken } = await import('#lib/sessions/token.ts');
const { freshTag, given } = await import('#tests/integration/sessions/session-helpers.ts');

const admin = await connectRedis(server.urls.admin, { name: 'bench', deadlineMs: 60_000 });
const sources = { redis: webRedis(), cached: cachedRedis() };
while (!sources.redis.isReady || !sources.cached.isReady) await sleep(10);

let people = 0;
async function newUser(): Promise<UserTag> {
  const user = freshTag();
  await admin.set(keys.epoch(user), '1');
  return user;
}

async function newSession(of?: UserTag) {
  const user = of ?? (await newUser());
  people += 1;
  const device = DEVICES[people % DEVICES.length] ?? DEVICES[0];
  const address = `10.${people % 200}.${people % 251}.${people % 241}`;
  const who = { username: `person${people}`, device: { ...device, address } };
  const made = await createSession(admin, given(user, who));
  if (!made) throw new Error('refused');
  return made.token;
}

function distribution(name: string, unit: string, values: number[]): void {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
  console.log(
    `${name.padEnd(44)} p50 ${at(0.5)}  p90 ${at(0.9)}  p99 ${at(0.99)}  most ${at(1)} ${unit}  (${values.length})`,
  );
}

async function revocations(): Promise<number[]> {
  const other: ChildProcess = fork('tests/integration/sessions/other-process.ts');
  const told: Told[] = [];
  other.on('message', (message: Told) => told.push(message));
  const hear = async <Kind extends Told['kind']>(kind: Kind): Promise<Extract<Told, { kind: Kind }>> => {
    for (;;) {
      const place = told.findIndex((one) => one.kind === kind);
      if (place >= 0) return told.splice(place, 1)[0] as Extract<Told, { kind: Kind }>;
      await once(other, 'message');
    }
  };
  await hear('ready');
  const delays: number[] = [];
  for (let round = 0; round < REVOCATIONS; round++) {
    const token = await newSession();
    other.send(formatToken(token));
    await hear('active');
    await revokeSession(webRedis(), token, 'revoked');
    const acknowledged = process.hrtime.bigint();
    const { atNs } = await hear('refused');
    delays.push(Math.max(0, Number(BigInt(atNs) - acknowledged) / 1e6));
  }
  other.kill();
  return delays;
}

async function checks(count: number, ask: 'cache' | 'redis'): Promise<number[]> {
  const token = await newSession();
  isFresh(sources.cached);
  await sleep(300);
  await readSession(sources, token);
  const spent: number[] = [];
  for (let round = 0; round < count; round++) {
    const from = process.hrtime.bigint();
    const { state } = await readSession(sources, token, { ask });
    spent.push(Number(process.hrtime.bigint() - from) / 1000);
    if (state !== 'active') throw new Error(state);
    // A cached check waits for nothing: the heartbeat must have its turn.
    if (round % 500 === 0) await sleep(1);
  }
  return spent.slice(count / 10);
}

async function memory(): Promise<Token[]> {
  const used = async () => Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]);
  const indexed = async () => Number((await admin.ft.info('redisBank:idx:sessions')).num_docs);
  const users: UserTag[] = [];
  while (users.length < SESSIONS)
    users.push(...(await Promise.all(Array.from({ length: AT_ONCE }, newUser))));
  const [before, already] = [await used(), await indexed()];
  const from = performance.now();
  const tokens: Token[] = [];
  while (tokens.length < SESSIONS) {
    const next = users.slice(tokens.length, Math.min(tokens.length + AT_ONCE, SESSIONS));
    tokens.push(...(await Promise.all(next.map(newSession))));
  }
  while ((await indexed()) < already + SESSIONS) await sleep(50);
  const each = ((await used()) - before) / SESSIONS;
  const seconds = (performance.now() - from) / 1000;
  console.log(
    `memory of ${SESSIONS.toLocaleString('en')} sessions`.padEnd(34),
    `${Math.round(each)} bytes each, made at ${Math.round(SESSIONS / seconds)}/s`,
  );
  return tokens;
}

/** A search sees other costs where all sign-ins are of one minute; activity stays within the idle time. */
async function spreadOut(made: readonly Token[]): Promise<void> {
  for (let at = 0; at < made.length; at += AT_ONCE) {
    await Promise.all(
      made.slice(at, at + AT_ONCE).map(async ({ user, sid }) => {
        const key = keys.session(user, sid);
        await admin.json.numIncrBy(key, '$.createdAt', -Math.floor(Math.random() * SPREAD_MS));
        await admin.json.numIncrBy(key, '$.lastActiveAt', -Math.floor(Math.random() * IDLE_MS));
      }),
    );
  }
}

/**
 * Moving times leaves the old ones in the index, 100,000 in one place where a bank has a few: Redis tidies that up every
 * half minute, and here it is told to until it is done.
 */
async function tidied(): Promise<void> {
  const [name = ''] = (await admin.ft._list()).filter((one) => one.includes('redisBank:idx:sessions'));
  let entries = Number.POSITIVE_INFINITY;
  while (entries > 1.1 * SESSIONS) {
    await admin.sendCommand(['FT.DEBUG', 'GC_FORCEINVOKE', name, '60000']);
    const summary = (await admin.sendCommand(['FT.DEBUG', 'NUMIDX_SUMMARY', name, 'createdAt'])) as unknown[];
    entries = Number(summary[summary.indexOf('numEntries') + 1]);
  }
}

async function questions(): Promise<void> {
  const asked = {
    everything: {},
    'by device': { kind: 'phone', browser: 'Safari' },
    'by address': { address: '10.7.' },
    'free text': { q: 'person77 chro' },
    'idle for 55 minutes': { idleFor: '3300000' },
    'one person': { username: 'person4242' },
  };
  for (const [name, filter] of Object.entries(asked)) {
    const spent: number[] = [];
    let total = 0;
    for (let round = 0; round < QUESTIONS; round++) {
      const from = performance.now();
      const page = await searchSessions(
        admin,
        { document: { role: 'admin', authentication: { method: 'password', at: 0 } } },
        sessionFilterSchema.parse(filter),
        {
          limit: 20,
        },
      );
      spent.push(performance.now() - from);
      total = page.total;
    }
    distribution(`staff ask: ${name} (${total})`, 'ms', spent);
  }
}

/** In turns, so that whatever else the machine does is shared out; what they count must be the same. */
async function countsInTurns(): Promise<void> {
  const ways = {
    'counts by value': () => countByValue(admin, {}, ['user']),
    'counts by grouping': () => countByGroup(admin, '@role:{user}'),
  };
  const spent: Record<string, number[]> = {};
  const seen = new Set<string>();
  for (let round = 0; round < QUESTIONS; round++) {
    for (const [name, count] of Object.entries(ways)) {
      const from = performance.now();
      const { total, byKind } = await count();
      spent[name] = [...(spent[name] ?? []), performance.now() - from];
      seen.add(JSON.stringify([total, Object.entries(byKind).sort()]));
    }
  }
  if (seen.size !== 1) throw new Error(`counted differently: ${[...seen].join(' and ')}`);
  for (const [name, values] of Object.entries(spent)) distribution(name, 'ms', values);
}

/** Entries as the index sees them; the chain is another matter. */
async function trails(): Promise<void> {
  const acts = ['signed_in', 'session_ended', 'stepped_up', 'sign_in_refused'];
  const now = Date.now();
  const entry = (n: number, subject: string) => ({
    n,
    at: now - Math.floor(Math.random() * 365 * 24 * HOUR),
    act: acts[n % acts.length] ?? '',
    subject,
    outcome: n % acts.length === 3 ? 'refused' : 'done',
    actor: subject,
    actorName: `person${n}`,
    from: '',
    address: '10.0.0.1',
    browser: 'Firefox',
    system: 'Linux',
    detail: {},
    since: now,
    keyId: '1',
    previous: 'x'.repeat(43),
    mac: 'x'.repeat(43),
  });
  for (let made = 0; made < SESSIONS; made += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => ({ user: freshTag(), n: made + at }));
    await Promise.all(some.map(({ user, n }) => admin.json.set(keys.audit(user, 1), '$', entry(n, user))));
  }
  while (Number((await admin.ft.info('redisBank:idx:audit')).num_docs) < SESSIONS) await sleep(50);
  const asker = {
    document: { user: '', role: 'super-admin', authentication: { method: 'password' as const, at: 0 } },
  };
  const asked = {
    everything: {},
    'what was refused': { outcome: 'refused' },
    'one act': { act: 'signed_in' },
    'of the last day': { from: String(now - 24 * HOUR) },
    'by one person': { by: 'person4242' },
  };
  for (const [name, filter] of Object.entries(asked)) {
    const spent: number[] = [];
    let total = 0;
    for (let round = 0; round < QUESTIONS; round++) {
      const from = performance.now();
      total = (await searchAudit(webRedis(), asker, auditFilterSchema.parse(filter), { limit: 20 })).total;
      spent.push(performance.now() - from);
    }
    distribution(`staff ask the trails: ${name} (${total})`, 'ms', spent);
  }
}

try {
  distribution('end acknowledged → refused elsewhere', 'ms', await revocations());
  distribution('session check, cached', 'µs', await checks(CHECKS, 'cache'));
  distribution('session check, asked of Redis', 'µs', await checks(ASKED_CHECKS, 'redis'));
  await spreadOut(await memory());
  await tidied();
  await questions();
  await countsInTurns();
  await trails();
  distribution(
    `the same check, with ${SESSIONS.toLocaleString('en')} live`,
    'µs',
    await checks(CHECKS, 'cache'),
  );
} finally {
  await server.stop();
}
process.exit(0);
