/**
 * Payments while the web process, the payments process and Redis are killed at random moments: each that was acknowledged
 * moved once, none is half done, and the bank's sum holds. Asked for and proven over HTTP, by passkeys that were enrolled
 * there, with ticks on. SOAK is ten rounds of 1,000 payments among 200 customers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AccountId, type AccountRef, isSessionId, type UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { type Asked, type PaymentView, viewOf } from '#lib/payments/payment.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import { HISTORY_LOADED } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys, PREFIX } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { ensureBuild } from '#scripts/lib/ensure-build.mjs';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { waitUntilReady } from '#scripts/lib/ready.mjs';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { SESSION_SECRETS } from '#tests/setup/seeded.ts';
import { addTicking } from '#worker/ticking.ts';
import { spent } from '../bench/measure/cpu.ts';
import { signInDirectly } from '../bench/measure/customers.ts';
import { redisPid } from '../bench/measure/site.ts';
import { type Run, startRun } from './ledger-runs.ts';

const { ROUNDS, CUSTOMERS, PAYMENTS, AT_ONCE, DEATHS } = process.env.SOAK
  ? { ROUNDS: 10, CUSTOMERS: 200, PAYMENTS: 1000, AT_ONCE: 40, DEATHS: 15 }
  : { ROUNDS: 1, CUSTOMERS: 8, PAYMENTS: 24, AT_ONCE: 8, DEATHS: 3 };
const OPENING_MINOR = 1_000_000_00;
const REFUSED: ReadonlySet<number> = new Set([400, 403, 404, 409, 422]);

const PARTS = { web: 'server/main.ts', payments: 'worker/payments/payments.ts' } as const;
type Part = keyof typeof PARTS;

type Customer = {
  ref: AccountRef;
  number: string;
  authenticator: SoftwareAuthenticator;
  headers: Record<string, string>;
};
type Paid = { payer: Customer; payment: PaymentView; tookMs: number };

let run: Run;
let admin: Redis;
let origin: string;
let customers: Customer[];
const running: Partial<Record<Part, ChildProcess>> = {};
let acknowledged = 0;

function start(part: Part): void {
  const more = {
    ...{ PORT: new URL(origin).port, BANK_ORIGIN: origin },
    // Each customer has an address of their own.
    ...{ BANK_LISTEN: '127.0.0.1', BANK_TRUSTED_PROXIES: '127.0.0.1,::1' },
  };
  const told = { env: process.env, urls: run.server.urls, sessionSecrets: SESSION_SECRETS, more };
  running[part] = spawn(process.execPath, [inRoot(PARTS[part])], {
    ...{ cwd: inRoot(), env: environmentFor(part, told), stdio: 'ignore' },
  });
}

async function kill(part: Part): Promise<void> {
  const child = running[part];
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

beforeAll(async () => {
  await ensureBuild(process.execPath);
  run = await startRun();
  expect((await run.job('ops/deploy.ts')).status).toBe(0);
  origin = `http://localhost:${await freePort()}`;
  admin = await run.connect('admin');
  // Nobody of the demo is here, and nobody waits for them.
  await admin.hSet(keys.deployed(), HISTORY_LOADED, '1');
  run.startWorker();
  start('payments');
  start('web');
  await waitUntilReady(origin);
  customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, index) => open(index)));
  // What is compiled once is.
  await payAll(CUSTOMERS);
}, 3 * MINUTE);
afterAll(async () => {
  await Promise.all([kill('web'), kill('payments')]);
  await run?.stop();
});

/** A customer who is signed in, with an account that ticks and a passkey that was enrolled for payments. */
async function open(index: number): Promise<Customer> {
  const ref = {
    user: randomBytes(16).toString('base64url') as UserTag,
    account: `a_${randomBytes(8).toString('base64url').slice(0, 10)}` as AccountId,
  };
  const number = String(70_000_000 + index);
  await openAccount(admin, ref, {
    ...{ number, name: 'Current account', currency: 'USD', ticking: true },
    ...{ openingBalanceMinor: OPENING_MINOR, openingAt: Date.now() - HOUR },
  });
  const { bearer } = await signInDirectly(admin, ref);
  await addTicking(admin, ref, true);
  const authenticator = new SoftwareAuthenticator({ origin });
  const headers = { authorization: bearer, 'x-forwarded-for': `10.0.0.${index}` };
  const customer = { ref, number, authenticator, headers };
  await enrol(customer);
  return customer;
}

async function enrol(customer: Customer): Promise<void> {
  const { ref, authenticator } = customer;
  const { user } = ref;
  const [sid = ''] = await admin.zRange(keys.sessions(user), 0, 0);
  if (isSessionId(sid)) await admin.json.set(keys.session(user, sid), '$.stepUpAt', Date.now());
  const creation = await post(customer, '/api/passkeys/challenge');
  await post(customer, '/api/passkeys', { response: authenticator.create(creation), name: 'Phone' });
  const key = { id: authenticator.id, code: await makePaymentCode(admin, user) };
  const assertion = authenticator.get(await post(customer, '/api/payment-keys/options', key));
  const { items } = await post(customer, '/api/payment-keys', { ...key, assertion });
  expect(items).toHaveLength(1);
}

class Refused extends Error {}

/** Throws a Refused for what stays so however often it is asked. */
async function post(customer: Customer, path: string, body: object = {}, key: string = randomUUID()) {
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers: { ...customer.headers, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (REFUSED.has(answer.status)) throw new Refused(`${path} answered ${text}`);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return JSON.parse(text);
}

/** Asks until it is acknowledged, as a customer's browser does: with the same key, whatever fails meanwhile. */
async function pay(payer: Customer, payee: Customer): Promise<Paid> {
  const order = {
    from: payer.ref.account,
    to: { number: payee.number, name: 'Robin Example' },
    amountMinor: 1 + Math.floor(Math.random() * 999),
  };
  const [key, startedAt] = [randomUUID(), performance.now()];
  let last: unknown;
  for (const giveUpAt = Date.now() + 3 * MINUTE; Date.now() < giveUpAt; await sleep(100)) {
    try {
      const asked: Asked = await post(payer, '/api/payments', order, key);
      const proof = asked.confirm && { response: payer.authenticator.get(asked.confirm) };
      const proven: Asked = proof ? await post(payer, `/api/payments/${asked.id}/proof`, proof) : asked;
      const { payment } = proven;
      if (payment?.state === 'done') return { payer, payment, tookMs: performance.now() - startedAt };
    } catch (error) {
      if (error instanceof Refused) throw error;
      last = error;
    }
  }
  throw new Error('a payment was not acknowledged within three minutes', { cause: last });
}

/** Each customer pays one after another, many side by side. */
async function payAll(count: number, onPaid: (done: number) => void = () => {}): Promise<Paid[]> {
  const left = Array.from({ length: count }, (_, index) => index);
  const busy = new Set<number>();
  const done: Paid[] = [];
  const next = async () => {
    for (;;) {
      const at = left.findIndex((index) => !busy.has(index % CUSTOMERS));
      if (at < 0) return;
      const [index = 0] = left.splice(at, 1);
      const who = index % CUSTOMERS;
      const [payer, payee] = [customers[who], customers[(who + 1 + (index % (CUSTOMERS - 1))) % CUSTOMERS]];
      if (!payer || !payee) throw new TypeError('no customers');
      busy.add(who);
      done.push(await pay(payer, payee));
      onPaid(done.length);
      busy.delete(who);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  // What was skipped since its payer was busy.
  while (left.length > 0) await next();
  return done;
}

/**
 * Two days, by the clock of all keys that end but those of sessions, whose owners would sign in again, and of requests, which
 * are good for minutes. Nobody may ask meanwhile: who asked two days ago was answered.
 */
async function twoDaysPass(): Promise<void> {
  await admin.xTrim(keys.paymentRequests(), 'MAXLEN', 0);
  for await (const names of admin.scanIterator({ COUNT: 1000 })) {
    for (const name of names) {
      if (name.startsWith(`${PREFIX}session:`)) continue;
      const left = await admin.pTTL(name);
      if (left >= 0 && left <= 2 * DAY) await admin.del(name);
    }
  }
}

/** The web process is away while `meanwhile` runs. */
async function killWeb(meanwhile?: () => Promise<void>): Promise<void> {
  await kill('web');
  await meanwhile?.();
  start('web');
  await waitUntilReady(origin);
}

/** One after another; the payments process is away while `meanwhile` runs. */
const killsOf = (meanwhile: () => Promise<void>): (() => Promise<void>)[] => [
  async () => {
    await kill('payments');
    await meanwhile();
    start('payments');
  },
  killWeb,
  async () => {
    await run.server.halt('SIGKILL');
    await run.server.resume();
  },
];

/** Within a minute nothing is left to do: no request waits, and nothing is on its way. */
async function untilQuiet(): Promise<void> {
  const left = async () => [
    await admin.xLen(keys.paymentRequests()),
    await admin.sCard(keys.paymentsUnderway()),
  ];
  await expect.poll(left, { timeout: MINUTE, interval: 200 }).toEqual([0, 0]);
}

/** What moved is what was acknowledged, no more and no less, and every number of the bank follows from it. */
async function judge(paid: readonly Paid[]): Promise<void> {
  await expect.poll(() => admin.isReady).toBe(true);
  await untilQuiet();
  for (const { payer, payment } of paid) {
    const stored = await readPayment(admin, payer.ref.user, payment.id);
    expect(stored && viewOf(stored)).toEqual(payment);
  }
  acknowledged += paid.length;
  const moved = await Promise.all(customers.map(({ ref }) => admin.zCard(keys.payments(ref.user))));
  expect(moved.reduce((sum, count) => sum + count, 0)).toBe(acknowledged);
  const { status, output } = await run.audit();
  expect(output).toMatch(/0\.00 is on its way {2}late: 0/);
  expect([status, output]).toEqual([0, expect.stringContaining('every number follows')]);
}

const at = (sorted: readonly number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);

it(
  'payments under load, and nobody dies: how long they take and what they cost',
  async () => {
    const pid = (part: Part) => running[part]?.pid ?? 0;
    const processes = {
      ...{ web: pid('web'), 'payments process': pid('payments') },
      Redis: await redisPid(run.server.urls.admin),
    };
    const count = process.env.SOAK ? PAYMENTS : CUSTOMERS;
    const { result, cpu } = await spent(processes, () => payAll(count));
    const took = result.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
    const each = Object.entries(cpu).map(([name, ms]) => `${name} ${(ms / count).toFixed(1)} ms`);
    console.log(
      `asked → done: p50 ${at(took, 0.5)} ms, p99 ${at(took, 0.99)} ms; CPU a payment: ${each.join(', ')}`,
    );
    // The audit is exact while money moves, too.
    const [more, { status, output }] = await Promise.all([payAll(CUSTOMERS), run.audit()]);
    expect([status, output]).toEqual([0, expect.stringContaining('every number follows')]);
    // And as many when they were opened.
    acknowledged += CUSTOMERS + result.length + more.length;
  },
  5 * MINUTE,
);

it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'kill -9 of the web process, the payments process and Redis at random moments, round %i; in the last one the payments process is away past the life of the idempotency keys',
  async (round) => {
    const soon = () => sleep(Math.random() * 300);
    const dying: Promise<void>[] = [];
    // By what was acknowledged and not by a clock: on a slow machine as often as on a fast one.
    const paid = await payAll(PAYMENTS, (done) => {
      if (dying.length === DEATHS || done <= (dying.length * PAYMENTS) / DEATHS) return;
      const isLong = round === ROUNDS && dying.length === 0;
      const kills = killsOf(isLong ? () => soon().then(() => killWeb(twoDaysPass)) : soon);
      const dies = kills[dying.length % kills.length];
      dying.push(Promise.resolve(dying.at(-1)).then(soon).then(dies));
    });
    await Promise.all(dying);
    expect(paid).toHaveLength(PAYMENTS);
    await judge(paid);
  },
  10 * MINUTE,
);
