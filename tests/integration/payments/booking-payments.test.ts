/** Money moves once or not at all, whatever stops and whoever else carries the same payment. */
import { expect, it } from 'vitest';
import { config } from '#lib/config.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { carry, carryListed, listUnderway } from '#lib/payments/carry.ts';
import { readLimits } from '#lib/payments/limits.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { readPayment, readPayments } from '#lib/payments/read-payments.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, dayOf, daysAfter, startOfDay } from '#lib/time.ts';
import { freshAccount, redisAs } from '../search/search-helpers.ts';
import { asked, type Customer, customer, KEY, OPENING_MINOR, proven } from './payment-world.ts';

const [admin, deploy, redis, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('payments'),
  redisAs('payments'),
]);

const pair = () => Promise.all([customer(deploy), customer(deploy)]);

async function balanceOf({ ref }: Customer): Promise<number> {
  expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  return Number(await admin.hGet(keys.account(ref), 'balance'));
}

const stateOf = async ({ payer, id }: Payment) => (await readPayment(admin, payer.user, id))?.state;
const close = ({ ref }: Customer) => admin.hSet(keys.account(ref), 'closed', String(Date.now()));
const underwayOf = async ({ payer, id }: Payment) =>
  (await listUnderway(redis)).filter((listed) => listed === `${payer.user}:${id}`);

/** A connection that dies at its n-th command, before it is sent or before its answer comes. */
function dyingAt(n: number, isSent: boolean): { redis: Redis; died: () => boolean } {
  let sent = 0;
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(on, name) {
        const value: unknown = Reflect.get(on, name, on);
        if (name === 'json') return wrap(value as object);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          sent += 1;
          if (sent > n || (sent === n && !isSent)) throw new Error('died');
          const answer = await value.apply(on, args);
          if (sent === n) throw new Error('died');
          return answer;
        };
      },
    });
  return { redis: wrap(redis), died: () => sent >= n };
}

it('a payment is one entry at the payer and one at the payee, which say of which payment they are', async () => {
  const [payer, payee] = await pair();
  const payment = await asked(redis, payer, payee, 25_00);
  const signals: string[] = [];
  const ears = await redisAs('web');
  await ears.subscribe(keys.signal(payer.ref.user), (text) => void signals.push(text));
  const done = await carry(redis, payer.ref.user, payment.id, proven());
  expect(done).toMatchObject({ state: 'done', keyId: KEY, debitSeq: 1, endedAt: expect.any(Number) });
  expect(await balanceOf(payer)).toBe(OPENING_MINOR - 25_00);
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + 25_00);
  for (const { ref } of [payer, payee]) {
    const entry = await admin.json.get(keys.entry(ref, 1));
    expect(entry).toMatchObject({ payment: payment.id, transactionType: 'payment', category: 'payments' });
  }
  expect(await admin.hmGet(keys.account(payer.ref), ['paidOut', 'paidIn'])).toEqual(['2500', null]);
  expect(await admin.hmGet(keys.account(payee.ref), ['paidOut', 'paidIn'])).toEqual([null, '2500']);
  expect(await admin.zRange(keys.payments(payer.ref.user), 0, -1)).toEqual([payment.id]);
  expect(await underwayOf(payment)).toEqual([]);
  expect(await admin.pTTL(keys.payment(payer.ref.user, payment.id))).toBe(-1);
  await expect.poll(() => signals.map((text) => JSON.parse(text).state)).toEqual(['debited', 'done']);
});

it('a payment that its payee’s account cannot take comes back, and to the limit of the day', async () => {
  const [payer, payee] = await pair();
  await close(payee);
  const payment = await asked(redis, payer, payee, 25_00);
  expect(await carry(redis, payer.ref.user, payment.id, proven())).toMatchObject({
    state: 'returned',
    reason: 'account_closed',
  });
  expect(await balanceOf(payer)).toBe(OPENING_MINOR);
  expect(await balanceOf(payee)).toBe(OPENING_MINOR);
  expect(await admin.hmGet(keys.account(payer.ref), ['paidOut', 'paidIn'])).toEqual(['2500', '2500']);
  expect(await admin.hGet(keys.paymentLimits(payer.ref.user), 'spentMinor')).toBe('0');
});

it('an account that is gone takes no money either', async () => {
  const payer = await customer(deploy);
  const gone = { ...(await customer(deploy)), ref: { user: payer.ref.user, account: freshAccount() } };
  const nobody = await customer(deploy);
  const payment = await asked(
    redis,
    payer,
    { ...gone, ref: { ...nobody.ref, account: gone.ref.account } },
    1_00,
  );
  expect(await carry(redis, payer.ref.user, payment.id, proven())).toMatchObject({ state: 'returned' });
  expect(await balanceOf(payer)).toBe(OPENING_MINOR);
});

it.each(['done', 'returned'] as const)(
  'stopped before or after any command, it is carried to its end by whoever comes next: %s',
  async (end) => {
    const [payer, payee] = await pair();
    if (end === 'returned') await close(payee);
    let [moved, n, isOver] = [0, 1, false];
    for (; !isOver; n++) {
      for (const isSent of [false, true]) {
        const payment = await asked(redis, payer, payee, 1_00);
        const dying = dyingAt(n, isSent);
        await carry(dying.redis, payer.ref.user, payment.id, proven()).catch(() => undefined);
        isOver = !dying.died();
        // The next process finds what is on its way by itself; what is not, the customer may still prove.
        for (const listed of await underwayOf(payment)) await carryListed(other, listed);
        if ((await stateOf(payment)) === 'asked') await carry(other, payer.ref.user, payment.id, proven());
        expect(await stateOf(payment)).toBe(end);
        expect(await underwayOf(payment)).toEqual([]);
        moved += end === 'done' ? 1_00 : 0;
        expect(await balanceOf(payer)).toBe(OPENING_MINOR - moved);
        expect(await balanceOf(payee)).toBe(OPENING_MINOR + moved);
      }
    }
    expect(n).toBeGreaterThan(10);
    expect(await admin.hLen(keys.paymentsOpen(payer.ref.user))).toBe(0);
  },
);

it('two processes that carry the same payments at once move each once', async () => {
  const [payer, payee] = await pair();
  const payments = await Promise.all(Array.from({ length: 8 }, () => asked(redis, payer, payee, 1_00)));
  await Promise.all(
    payments.flatMap(({ id }) => {
      const proof = proven();
      const tries = [redis, other, redis, other].map((one) => carry(one, payer.ref.user, id, proof));
      return tries.map((tried) => tried.catch(() => undefined));
    }),
  );
  const done = [];
  for (const { id, payer: side } of payments) done.push((await readPayment(admin, side.user, id))?.state);
  // The counter of a key rises: of proofs that overtook another some are refused, as copies would be.
  const count = done.filter((state) => state === 'done').length;
  expect(count).toBeGreaterThan(0);
  expect(done.filter((state) => state !== 'done' && state !== 'refused')).toEqual([]);
  expect(await balanceOf(payer)).toBe(OPENING_MINOR - count * 1_00);
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + count * 1_00);
});

it('a process that was stopped past the life of the idempotency keys gives the money once', async () => {
  // It debits and gives, and stops before it can say so: at the first command at which it has given.
  const stoppedAt = async (n: number) => {
    const [payer, payee] = await pair();
    const payment = await asked(redis, payer, payee, 25_00);
    await carry(dyingAt(n, true).redis, payer.ref.user, payment.id, proven()).catch(() => undefined);
    return { payer, payee, payment };
  };
  const isGiven = ({ payee, payment }: Awaited<ReturnType<typeof stoppedAt>>) =>
    admin.exists(keys.paid(payee.ref.user, payment.id));
  let stopped = await stoppedAt(1);
  for (let n = 2; !(await isGiven(stopped)); n++) stopped = await stoppedAt(n);
  const { payer, payee, payment } = stopped;
  expect(await stateOf(payment)).toBe('debited');
  // Two days pass, by the clock of the keys.
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + 25_00);
  for await (const names of admin.scanIterator({ MATCH: `redisBank:*:{${payee.ref.user}}*` })) {
    for (const name of names) {
      const left = await admin.pTTL(name);
      if (left > 0 && left <= 2 * DAY) await admin.del(name);
    }
  }
  expect(await carry(other, payer.ref.user, payment.id)).toMatchObject({ state: 'done' });
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + 25_00);
  const kept = await admin.pTTL(keys.paid(payee.ref.user, payment.id));
  expect(kept).toBeGreaterThan(30 * DAY);
  // And a whole month later the document itself says that it is over.
  await admin.del(keys.paid(payee.ref.user, payment.id));
  expect(await carry(other, payer.ref.user, payment.id)).toMatchObject({ state: 'done' });
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + 25_00);
});

it('each refusal moves nothing, is final and says what there is', async () => {
  const [payer, payee] = await pair();
  const refused = async (payment: Payment, reason: string, facts?: object, proof = proven()) => {
    const is = await carry(redis, payer.ref.user, payment.id, proof);
    expect(is).toMatchObject({ state: 'refused', reason, ...(facts ? { facts } : {}) });
    expect(await carry(redis, payer.ref.user, payment.id, proven())).toEqual(is);
  };
  await refused(await asked(redis, payer, payee, 1_000_01), 'not_enough', { availableMinor: OPENING_MINOR });
  await refused(await asked(redis, payer, payee, 2_000_01), 'over_payment_limit', { limitMinor: 2_000_00 });
  await refused(await asked(redis, payer, payee, 1, { expiresAt: Date.now() - 1 }), 'expired');
  await refused(await asked(redis, payer, payee, 1), 'no_key', undefined, { id: 'another', counter: 1 });
  const first = await asked(redis, payer, payee, 10_00);
  const proof = proven();
  await carry(redis, payer.ref.user, first.id, proof);
  await refused(await asked(redis, payer, payee, 1), 'bad_proof', undefined, proof);
  await admin.hSet(keys.paymentLimits(payer.ref.user), 'perDayMinor', '1500');
  await refused(await asked(redis, payer, payee, 5_01), 'over_day_limit', {
    limitMinor: 15_00,
    availableMinor: 5_00,
    renewsAt: expect.any(Number),
  });
  const removed = { publicKey: 'x', counter: 0, name: 'Phone', enrolledAt: 1, removedAt: 2 };
  await admin.hSet(keys.paymentKeys(payer.ref.user), KEY, JSON.stringify(removed));
  await refused(await asked(redis, payer, payee, 1), 'no_key');
  expect(await balanceOf(payer)).toBe(OPENING_MINOR - 10_00);
});

it('a proof of another nonce than the document’s moves nothing', async () => {
  const [payer, payee] = await pair();
  const payment = await asked(redis, payer, payee, 1_00);
  const { debit } = await import('#lib/payments/book.ts');
  await debit(redis, { ...payment, nonce: 'of another time' }, proven());
  expect(await stateOf(payment)).toBe('asked');
  expect(await balanceOf(payer)).toBe(OPENING_MINOR);
});

it('an own transfer is two entries of one payment that count as moved, done at once, and once', async () => {
  const current = await customer(deploy);
  const savings = await customer(deploy, { user: current.ref.user });
  const payment = await asked(redis, current, savings, 40_00);
  const both = [redis, other].map((one) => carry(one, current.ref.user, payment.id));
  for (const is of await Promise.all(both)) expect(is).toMatchObject({ state: 'done', debitSeq: 1 });
  expect(await balanceOf(current)).toBe(OPENING_MINOR - 40_00);
  expect(await balanceOf(savings)).toBe(OPENING_MINOR + 40_00);
  const totals = await admin.hGetAll(keys.totals(current.ref));
  expect(totals.moved).toBe('-4000');
  expect(totals.out).toBeUndefined();
});

it('an own transfer whose second entry cannot be written leaves no trace of the first', async () => {
  const current = await customer(deploy);
  const savings = await customer(deploy, { user: current.ref.user });
  const payment = await asked(redis, current, savings, 40_00);
  // The other account's last entry is of a clock that was ahead, and the moment after it is taken.
  const lastAt = Date.now() + DAY;
  await admin.hSet(keys.account(savings.ref), 'lastAt', String(lastAt));
  await admin.ts.add(keys.balanceSeries(savings.ref), lastAt + 1, 1);
  const before = await admin.ts.info(keys.balanceSeries(current.ref));
  await expect(carry(redis, current.ref.user, payment.id)).rejects.toMatchObject({ code: 'internal' });
  expect(await balanceOf(current)).toBe(OPENING_MINOR);
  expect((await admin.ts.info(keys.balanceSeries(current.ref))).totalSamples).toBe(before.totalSamples);
  expect(await admin.exists([keys.entry(current.ref, 1), keys.entry(savings.ref, 1)])).toBe(0);
  expect(await stateOf(payment)).toBe('asked');
});

it.each([
  'Ali\u200creza Ahmadi',
  'x'.repeat(101),
  ' Bob',
  '',
  'A\tB',
  `${'x'.repeat(99)}\u{1f600}`,
  '\ufb2c'.repeat(66),
])('money arrives, or comes back, whatever its payer is called and its reference says: %j', async (name) => {
  const [payer, payee, closed] = [...(await pair()), await customer(deploy)];
  await close(closed);
  const called = { ...payer, name };
  for (const [to, end] of [
    [payee, 'done'],
    [closed, 'returned'],
  ] as const) {
    const payment = await asked(redis, called, to, 25_00, { reference: 'r'.repeat(195) });
    expect(await carry(redis, payer.ref.user, payment.id, proven())).toMatchObject({ state: end });
  }
  expect(await balanceOf(payer)).toBe(OPENING_MINOR - 25_00);
  expect(await balanceOf(payee)).toBe(OPENING_MINOR + 25_00);
});

it('what could not be given to its payee, or back, is not taken from its payer', async () => {
  const [payer, payee] = await pair();
  const unnumbered = { ...payer, number: '' };
  const payment = await asked(redis, unnumbered, payee, 25_00);
  await expect(carry(redis, payer.ref.user, payment.id, proven())).rejects.toThrow();
  expect(await stateOf(payment)).toBe('asked');
  expect(await balanceOf(payer)).toBe(OPENING_MINOR);
});

it('the limit of a day is counted once, in whichever order its payments and those of the next one come', async () => {
  const [payer, payee] = await pair();
  const limits = keys.paymentLimits(payer.ref.user);
  const { timeZone } = config();
  const today = dayOf(Date.now(), timeZone);
  // Another process, whose clock is a second ahead at midnight, or this one's clock went back.
  const tomorrow = daysAfter(today, 1);
  await admin.hSet(limits, { day: tomorrow, spentMinor: '499000', perDayMinor: '500000' });
  expect(await readLimits(redis, payer.ref.user)).toMatchObject({
    leftTodayMinor: 10_00,
    renewsAt: startOfDay(daysAfter(tomorrow, 1), timeZone),
  });
  const late = await asked(redis, payer, payee, 10_00);
  expect((await carry(redis, payer.ref.user, late.id, proven())).state).toBe('done');
  expect(await admin.hmGet(limits, ['day', 'spentMinor'])).toEqual([tomorrow, '500000']);
  const over = await asked(redis, payer, payee, 1);
  expect((await carry(redis, payer.ref.user, over.id, proven())).reason).toBe('over_day_limit');
  // And a day that is over is none.
  await admin.hSet(limits, 'day', daysAfter(today, -1));
  const next = await asked(redis, payer, payee, 10_00);
  expect((await carry(redis, payer.ref.user, next.id, proven())).state).toBe('done');
  expect(Number(await admin.hGet(limits, 'spentMinor'))).toBe(10_00);
});

it('pages leave out no payment, also where several were asked in one millisecond', async () => {
  const [payer, payee] = await pair();
  const { user } = payer.ref;
  const ids: string[] = [];
  for (const score of [1, 2, 2, 2, 3]) {
    const { id } = await asked(redis, payer, payee, 1_00);
    await admin.zAdd(keys.payments(user), { score, value: id });
    ids.push(id);
  }
  const first = await readPayments(redis, user, { limit: 2 });
  expect(first.next).toBe(2);
  const rest = await readPayments(redis, user, { limit: 2, before: 2 });
  expect(rest.next).toBeNull();
  expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual(ids.sort());
});
