/** `npm run audit:ledger` holds the bank's sum: no number of a payment can be changed unnoticed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { PaymentsAudit } from '#lib/payments/audit-payments.ts';
import { debit } from '#lib/payments/book.ts';
import { carry } from '#lib/payments/carry.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { keys } from '#lib/redis/keys.ts';
import { MINUTE } from '#lib/time.ts';
import { judgePayments } from '#ops/audit-payments.ts';
import { accountPages } from '#ops/scan.ts';
import { asked, type Customer, customer, proven } from '../payments/payment-world.ts';
import { emptyBank } from './job-runs.ts';

const { redis, job } = await emptyBank();
let ann: Customer;
let ben: Customer;
let savings: Customer;
let closed: Customer;
let payments: { done: Payment; returned: Payment; own: Payment; onItsWay: Payment };

beforeAll(async () => {
  [ann, ben, closed] = [await customer(redis), await customer(redis), await customer(redis)];
  savings = await customer(redis, { user: ann.ref.user });
  await redis.hSet(keys.account(closed.ref), 'closed', '1');
  const moved = async (payee: Customer, amountMinor: number) => {
    const payment = await asked(redis, ann, payee, amountMinor);
    return carry(redis, ann.ref.user, payment.id, proven());
  };
  const [done, returned, own] = [
    await moved(ben, 10_00),
    await moved(closed, 20_00),
    await moved(savings, 5_00),
  ];
  const onItsWay = await asked(redis, ann, ben, 3_00);
  await debit(redis, onItsWay, proven());
  await asked(redis, ann, ben, 4_00);
  payments = { done, returned, own, onItsWay };
});
afterAll(async () => {
  expect(await faults()).toEqual([]);
});

async function bankSum() {
  const audit = await PaymentsAudit.begin(redis);
  const wrong: string[] = [];
  for await (const refs of accountPages(redis)) {
    for (const ref of refs) {
      const account = await auditAccount(redis, ref);
      if (!account) continue;
      wrong.push(...account.faults);
      audit.takeAccount(ref, account);
    }
  }
  const sum = await judgePayments(redis, audit);
  return { ...sum, faults: [...wrong, ...sum.faults] };
}
const faults = async () => (await bankSum()).faults;

const account = ({ ref }: Customer) => keys.account(ref);
const documentOf = ({ payer, id }: Payment) => keys.payment(payer.user, id);

/** Changes a key by what is done to it, and brings it back. */
async function whileChanged(key: string, change: () => Promise<unknown>, look: () => Promise<void>) {
  const before = await redis.sendCommand(['COPY', key, `${key}:before`, 'REPLACE']);
  await change();
  try {
    await look();
  } finally {
    if (Number(before) === 1) await redis.rename(`${key}:before`, key);
    else await redis.del(key);
  }
}

it('the sum holds, with what is on its way, and says how much that is', async () => {
  expect(await bankSum()).toEqual({ payments: 5, onItsWayMinor: 3_00, faults: [], late: [] });
});

it.each<[string, () => [string, () => Promise<unknown>]]>([
  ['what an account paid', () => [account(ann), () => redis.hIncrBy(account(ann), 'paidOut', 1)]],
  ['what an account was paid', () => [account(ben), () => redis.hSet(account(ben), 'paidIn', '0')]],
  [
    'an amount on its way',
    () => {
      const key = keys.paymentsOpen(ann.ref.user);
      return [key, () => redis.hIncrBy(key, payments.onItsWay.id, 1)];
    },
  ],
  [
    'the list of what is on its way',
    () => {
      const key = keys.paymentsOpen(ann.ref.user);
      return [key, () => redis.hSet(key, payments.done.id, '1000')];
    },
  ],
  ['the amount of a document', () => documentChange('done', '$.amountMinor', 10_01)],
  ['the state of one that is done', () => documentChange('done', '$.state', 'returned')],
  ['the state of one that came back', () => documentChange('returned', '$.state', 'done')],
  ['the state of one on its way', () => documentChange('onItsWay', '$.state', 'done')],
  [
    'the account that an own transfer went to',
    () => documentChange('own', '$.payee.account', 'a_0000000000'),
  ],
  ['a document that is gone', () => [documentOf(payments.done), () => redis.del(documentOf(payments.done))]],
  ['which payment an entry is of', () => entryChange(ben.ref, '$.payment', 'x'.repeat(22))],
  [
    'what a payee answered',
    () => {
      const key = keys.paid(ben.ref.user, payments.done.id);
      return [key, () => redis.set(key, 'rejected')];
    },
  ],
])('%s cannot be changed by hand', async (_, changeOf) => {
  const [key, change] = changeOf();
  await whileChanged(key, change, async () => expect(await faults()).not.toEqual([]));
});

function documentChange(
  name: 'done' | 'returned' | 'own' | 'onItsWay',
  path: string,
  value: string | number,
): [string, () => Promise<unknown>] {
  const key = documentOf(payments[name]);
  return [key, () => redis.json.set(key, path, value)];
}

function entryChange(ref: AccountRef, path: string, value: string): [string, () => Promise<unknown>] {
  const key = keys.entry(ref, 1);
  return [key, () => redis.json.set(key, path, value)];
}

it('what is on its way for more than a minute is named, and is no wrong number', async () => {
  const key = documentOf(payments.onItsWay);
  const change = () => redis.json.set(key, '$.debitedAt', Date.now() - 2 * MINUTE);
  await whileChanged(key, change, async () => {
    const sum = await bankSum();
    expect(sum).toMatchObject({ faults: [], late: [expect.stringContaining(payments.onItsWay.id)] });
    const { status, output } = await job('ops/audit-ledger.ts');
    expect([status, output]).toEqual([0, expect.stringContaining('3.00 is on its way  late: 1')]);
  });
});

it('one wrong sum fails the command, which says so', async () => {
  const change = () => redis.hIncrBy(account(ben), 'paidIn', 1);
  await whileChanged(account(ben), change, async () => {
    const { status, output } = await job('ops/audit-ledger.ts');
    expect([status, output]).toEqual([1, expect.stringContaining('WRONG')]);
  });
});

it('trimming leaves what was paid, and the sum still holds', async () => {
  const before = await redis.hmGet(account(ann), ['paidOut', 'paidIn']);
  await trimAccount(redis, ann.ref, 1);
  expect(await redis.hmGet(account(ann), ['paidOut', 'paidIn'])).toEqual(before);
  expect(await faults()).toEqual([]);
});
