import { afterAll, beforeAll, expect, test } from 'vitest';
import { payData, receiptData } from '#app/(bank)/pay/data.ts';
import { authorize, endPending } from '#lib/ledger/authorize.ts';
import type { Payment } from '#lib/payments/payment.ts';
import type { Redis } from '#lib/redis/client.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import {
  adminRedis,
  type Customer,
  connected,
  newCustomer,
  signedIn,
} from '#tests/integration/api/api-world.ts';
import { posting } from '#tests/integration/search/search-helpers.ts';
import { writePayment } from '#tests/setup/some-payment.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

async function someone(accounts = 2): Promise<{ customer: Customer; session: Session }> {
  const customer = await newCustomer(redis, accounts);
  const headers = new Headers(await signedIn(redis, customer.user));
  return { customer, session: await requireSession(headers, { ask: 'redis' }) };
}

let at = Date.now();

/** By the customer's first account, each later than the one before. */
function paid(payer: Customer, to: Partial<Payment['payee']>, some: Partial<Payment> = {}) {
  const [ref] = payer.refs;
  if (!ref) throw new TypeError('no account');
  at += 1;
  return writePayment(redis, ref, to, { askedAt: at, ...some });
}

test('paying begins with the account that the address names, and never with another customer’s', async () => {
  const { customer, session } = await someone();
  const other = await someone();
  const [first, second] = customer.refs.map(({ account }) => account);
  const from = async (account: string | undefined) =>
    (await payData(session, { from: account }, 'en-GB'))?.given ?? null;
  expect(await from(second)).toEqual({ asked: second, from: second });
  for (const account of [undefined, other.customer.refs[0]?.account]) expect(await from(account)).toBeNull();
  expect((await payData(session, {}, 'en-GB'))?.first).toBe(first);
  expect(JSON.stringify(await payData(session, {}, 'en-GB'))).not.toContain(other.customer.user);
});

test('what can be paid from an account is what is available, less what is pending outwards', async () => {
  const { customer, session } = await someone();
  const [ref, other] = customer.refs;
  if (!ref || !other) throw new TypeError('no account');
  const available = async () =>
    Object.fromEntries(
      (await payData(session, {}, 'en-GB'))?.accounts.map((one) => [one.id, one.availableMinor]) ?? [],
    );
  const before = await available();
  const pending = (amountMinor: number) => ({ ...posting({ amountMinor }), expiresAt: Date.now() + 60_000 });
  const purchase = pending(-20_00);
  await authorize(redis, ref, purchase);
  await authorize(redis, ref, pending(50_00));
  const left = (before[ref.account] ?? 0) - 20_00;
  expect(await available()).toEqual({ ...before, [ref.account]: left });
  await endPending(redis, ref, purchase, { at: Date.now(), kind: 'voided' });
  expect(await available()).toEqual(before);
});

test('those paid before are offered once, the last one first; what was not sent, nobody', async () => {
  const { customer, session } = await someone();
  const { customer: other } = await someone(1);
  const { user } = other;
  await paid(customer, { user, number: '1111111111' });
  await paid(customer, { user, number: '2222222222' });
  await paid(customer, { user, number: '1111111111' });
  await paid(customer, { user, number: '3333333333' }, { state: 'refused', reason: 'expired' });
  await paid(customer, { user: customer.user, number: '4444444444' }, { kind: 'own' });
  const data = await payData(session, {}, 'en-GB');
  expect(data?.payees.map(({ number }) => number)).toEqual(['1111111111', '2222222222']);
});

test('paying again begins with what the earlier payment had, and with nothing of somebody else’s', async () => {
  const { customer, session } = await someone();
  const { customer: other, session: others } = await someone(1);
  const before = await paid(customer, { user: other.user, number: '1642207730' });
  expect((await payData(session, { again: before.id }, 'en-GB'))?.given).toEqual({
    asked: before.id,
    from: customer.refs[0]?.account,
    amount: '25.00',
    payee: { kind: 'other', number: '1642207730', name: 'Alice Nguyen', nameAccepted: false },
    reference: 'Lunch',
  });
  expect((await payData(session, { again: before.id }, 'de-DE'))?.given).toMatchObject({ amount: '25,00' });
  expect((await payData(others, { again: before.id }, 'en-GB'))?.given).toBeNull();
  expect((await payData(session, { again: 'nothing' }, 'en-GB'))?.given).toBeNull();
});

test('a receipt is its payer’s alone, and names no tag and no account of the payee', async () => {
  const { customer, session } = await someone();
  const { customer: other, session: others } = await someone(1);
  const [theirs] = other.refs;
  const payment = await paid(customer, { ...theirs, user: other.user, number: '1642207730' });
  const receipt = JSON.stringify(await receiptData(session, payment.id));
  expect(receipt).toContain('1642207730');
  expect(receipt).not.toContain(other.user);
  expect(receipt).not.toContain(theirs?.account);
  for (const id of [payment.id, 'x'.repeat(22), '../1']) {
    await expect(receiptData(others, id)).rejects.toMatchObject({ code: 'not_found' });
  }
});
