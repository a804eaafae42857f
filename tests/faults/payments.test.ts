/**
 * Payments while the payments process, Redis and the web's connection are killed at random moments: each that was
 * acknowledged moved once, none is half done, and the bank's sum holds. Asked through the stream and proven by real
 * signatures, with ticks on. SOAK is ten rounds of 1,000 payments among 200 customers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OPERATOR } from '#lib/audit/audit-entry.ts';
import type { AccountId, AccountRef, UserTag } from '#lib/ids.ts';
import { openAccount } from '#lib/ledger/accounts.ts';
import { askPayment, provePayment } from '#lib/payments/orders.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import { makeRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { authenticationResponseSchema } from '#lib/webauthn.ts';
import { environmentFor } from '#scripts/lib/environment.mjs';
import { inRoot } from '#scripts/lib/paths.mjs';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { SESSION_SECRETS } from '#tests/setup/seeded.ts';
import { addTicking } from '#worker/ticking.ts';
import { spent } from '../bench/measure/cpu.ts';
import { redisPid } from '../bench/measure/site.ts';
import { type Run, startRun } from './ledger-runs.ts';

const { ROUNDS, CUSTOMERS, PAYMENTS, AT_ONCE, DEATHS } = process.env.SOAK
  ? { ROUNDS: 10, CUSTOMERS: 200, PAYMENTS: 1000, AT_ONCE: 40, DEATHS: 30 }
  : { ROUNDS: 1, CUSTOMERS: 8, PAYMENTS: 24, AT_ONCE: 8, DEATHS: 3 };
const OPENING_MINOR = 1_000_000_00;

type Customer = { ref: AccountRef; number: string; name: string; authenticator: SoftwareAuthenticator };
type Paid = { payment: Payment; tookMs: number };

let run: Run;
let admin: Redis;
let web: Redis;
let payments: ChildProcess;
let customers: Customer[];

const startPayments = () => {
  const told = { env: process.env, urls: run.server.urls, sessionSecrets: SESSION_SECRETS };
  payments = spawn(process.execPath, [inRoot('worker/payments/payments.ts')], {
    cwd: inRoot(),
    env: environmentFor('payments', told),
    stdio: 'ignore',
  });
};

const connectWeb = () => {
  web = makeRedis(run.server.urls.web, { name: 'test-web', deadlineMs: 2000 });
  web.connect().catch(() => undefined);
};

beforeAll(async () => {
  run = await startRun();
  expect((await run.job('ops/deploy.ts')).status).toBe(0);
  admin = await run.connect('admin');
  customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, index) => open(index)));
  run.startWorker();
  startPayments();
  connectWeb();
  // Everybody is up, and what is compiled once is.
  await payAll(CUSTOMERS);
});
afterAll(async () => {
  payments?.kill('SIGKILL');
  web?.destroy();
  await run?.stop();
});

async function open(index: number): Promise<Customer> {
  const ref = {
    user: randomBytes(16).toString('base64url') as UserTag,
    account: `a_${randomBytes(8).toString('base64url').slice(0, 10)}` as AccountId,
  };
  const [number, name] = [String(70_000_000 + index), `Customer ${'ABCDEFGHIJ'.at(index % 10)}${index}`];
  await openAccount(admin, ref, {
    number,
    name: 'Current account',
    currency: 'USD',
    ticking: true,
    openingBalanceMinor: OPENING_MINOR,
    openingAt: Date.now() - HOUR,
  });
  const profile = { name, dateOfBirth: '1990-01-02', email: `customer${index}@redisbank.example` };
  await admin.json.set(keys.user(ref.user), '$', { profile, accounts: [ref.account] });
  const authenticator = new SoftwareAuthenticator();
  const key = { publicKey: authenticator.publicKey, counter: 0, name: 'Phone', enrolledAt: 1 };
  await admin.hSet(keys.paymentKeys(ref.user), authenticator.id, JSON.stringify(key));
  await addTicking(admin, ref, true);
  return { ref, number, name, authenticator };
}

/** Asks until it is acknowledged, as a customer's browser does: with the same key, whatever fails meanwhile. */
async function pay(payer: Customer, payee: Customer): Promise<Paid> {
  const order = {
    from: payer.ref.account,
    to: { number: payee.number, name: payee.name, nameAccepted: false },
    amountMinor: 1 + Math.floor(Math.random() * 999),
    reference: '',
  };
  const key = randomBytes(16).toString('base64url');
  const { user } = payer.ref;
  const actor = { ...OPERATOR, address: `10.0.0.${Number(payer.number) % 250}` };
  const startedAt = performance.now();
  for (const giveUpAt = Date.now() + 2 * MINUTE; Date.now() < giveUpAt; await sleep(20)) {
    try {
      const { id, confirm } = await askPayment(web, user, actor, { key, order });
      if (confirm) {
        const response = authenticationResponseSchema.parse(payer.authenticator.get(confirm));
        await provePayment(web, user, actor, { id, response });
      }
      const payment = await readPayment(web, user, id);
      if (payment?.state === 'done') return { payment, tookMs: performance.now() - startedAt };
      if (payment?.state === 'refused') throw new Error(`refused: ${payment.reason}`);
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('over_')) throw error;
      if (error instanceof Error && /^refused/.test(error.message)) throw error;
    }
  }
  throw new Error('a payment was not acknowledged within two minutes');
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

const KILLS: (() => Promise<void>)[] = [
  async () => {
    payments.kill('SIGKILL');
    await sleep(Math.random() * 300);
    startPayments();
  },
  async () => {
    web.destroy();
    connectWeb();
  },
  async () => {
    await run.server.halt('SIGKILL');
    await run.server.resume();
  },
];

/** Nothing is left to do: no request waits, and nothing is on its way. */
async function untilQuiet(): Promise<void> {
  const left = async () => [
    await admin.xLen(keys.paymentRequests()),
    await admin.sCard(keys.paymentsUnderway()),
  ];
  await expect.poll(left, { timeout: MINUTE, interval: 200 }).toEqual([0, 0]);
}

async function judge(acknowledged: readonly Paid[]): Promise<void> {
  await expect.poll(() => admin.isReady, { timeout: 20_000 }).toBe(true);
  await untilQuiet();
  for (const { payment } of acknowledged) {
    expect(await readPayment(admin, payment.payer.user, payment.id)).toEqual(payment);
  }
  const { status, output } = await run.audit();
  expect(output).toMatch(/0\.00 is on its way {2}late: 0/);
  expect([status, output]).toEqual([0, expect.stringContaining('every number follows')]);
}

const at = (sorted: readonly number[], share: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);

it('payments under load, and nobody dies: how long they take and what they cost', async () => {
  const processes = { payments: payments.pid ?? 0, redis: await redisPid(run.server.urls.admin) };
  const count = process.env.SOAK ? PAYMENTS : 20;
  const { result, cpu } = await spent(processes, () => payAll(count));
  const took = result.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const each = (name: keyof typeof processes) => `${((cpu[name] ?? 0) / count).toFixed(1)} ms`;
  console.log(
    `asked → done: p50 ${at(took, 0.5)} ms, p99 ${at(took, 0.99)} ms; CPU a payment: payments process ${each('payments')}, Redis ${each('redis')}`,
  );
  // The audit is exact while money moves, too.
  const [more, { status, output }] = await Promise.all([payAll(2 * CUSTOMERS), run.audit()]);
  expect([status, output]).toEqual([0, expect.stringContaining('every number follows')]);
  await judge([...result, ...more]);
}, 120_000);

it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'kill -9 of the payments process, the web’s connection and Redis at random moments, round %i',
  async () => {
    const dying: Promise<void>[] = [];
    // By what was acknowledged and not by a clock: on a slow machine as often as on a fast one.
    const acknowledged = await payAll(PAYMENTS, (done) => {
      const deaths = Math.floor((done * DEATHS) / PAYMENTS);
      if (deaths <= dying.length) return;
      const before = dying.at(-1);
      const kill = KILLS[dying.length % KILLS.length];
      dying.push(
        Promise.resolve(before)
          .then(() => sleep(Math.random() * 100))
          .then(kill),
      );
    });
    await Promise.all(dying);
    expect(acknowledged).toHaveLength(PAYMENTS);
    await judge(acknowledged);
  },
  10 * MINUTE,
);

it(
  'a payments process that was away past the life of the idempotency keys moves what was on its way once',
  async () => {
    const count = Math.ceil(PAYMENTS / 5);
    const paying = payAll(count);
    await sleep(300);
    payments.kill('SIGKILL');
    await sleep(200);
    // Two days pass, by the clock of the keys.
    for await (const names of admin.scanIterator({ COUNT: 1000 })) {
      for (const name of names) {
        const left = await admin.pTTL(name);
        if (left >= 0 && left <= 2 * DAY) await admin.del(name);
      }
    }
    startPayments();
    await judge(await paying);
  },
  3 * MINUTE,
);
