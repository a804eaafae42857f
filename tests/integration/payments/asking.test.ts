import { expect, test, vi } from 'vitest';
import type { Actor } from '#lib/audit/audit-entry.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { askPayment } from '#lib/payments/orders.ts';
import { paymentOrderSchema } from '#lib/payments/payment.ts';
import { DEFAULT_LIMITS } from '#lib/payments/payment-limits.ts';
import { keys } from '#lib/redis/keys.ts';
import { admitWithin } from '#lib/sign-in/throttle.ts';
import { DAY } from '#lib/time.ts';
import { OPENING_MINOR } from '#tests/integration/api/api-world.ts';
import { posting } from '#tests/integration/search/search-helpers.ts';
import { paymentsWorld } from './payments-world.ts';

const { redis, pay, post, get, newPayer, enrolled } = await paymentsWorld();
const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Jane Martin')];
const from = bob.refs[0]?.account;
const to = { number: alice.numbers[0], name: 'Alice Jane Martin' };
const order = { from, to, amountMinor: 25_00, reference: 'Lunch' };

const phone = await enrolled(bob);

test('nobody pays others without a key for payments', async () => {
  const asked = {
    from: alice.refs[0]?.account,
    to: { number: bob.numbers[0], name: bob.name },
    amountMinor: 1,
  };
  expect((await pay(alice, asked)).json).toMatchObject({ status: 422, code: 'no_key' });
});

test('a payment that was asked waits for its proof, and moves nothing', async () => {
  const { status, json } = await pay(bob, order);
  expect([status, json.payment]).toMatchObject([
    200,
    {
      state: 'asked',
      from: { account: from },
      to: { name: 'Alice Jane Martin', number: alice.numbers[0] },
      amountMinor: 25_00,
      currency: 'USD',
      reference: 'Lunch',
    },
  ]);
  expect(json.confirm).toEqual({
    challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    credentials: [{ id: phone.id }],
    rpId: 'localhost',
    expiresAt: json.payment.askedAt + 5 * 60_000,
  });
  expect((await get(bob, `/api/payments/${json.id}`)).json).toEqual(json);
  expect((await get(alice, `/api/payments/${json.id}`)).status).toBe(404);
  expect((await get(bob, '/api/accounts')).json.items[0].balanceMinor).toBe(OPENING_MINOR);
});

test('asking again with the same key is the same payment, with another body it is refused', async () => {
  const key = 'the-same-key-again';
  const first = await pay(bob, order, key);
  expect((await pay(bob, order, key)).json).toEqual(first.json);
  expect((await pay(bob, { ...order, to: { ...to, number: ` ${to.number} ` } }, key)).json).toEqual(
    first.json,
  );
  for (const other of [
    { ...order, amountMinor: 26_00 },
    { ...order, reference: '' },
  ]) {
    expect((await pay(bob, other, key)).json).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  }
  // The same key of somebody else is another payment's.
  expect((await pay(alice, { ...order, from: alice.refs[0]?.account }, key)).json.code).not.toBe(
    'idempotency_key_reused',
  );
});

test('asked at once with one key, it is one payment with one nonce', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => pay(bob, order, 'asked-five-times-at-once')));
  expect(new Set(all.map(({ json }) => json.confirm?.challenge)).size).toBe(1);
});

test('each asked payment has a nonce of its own', async () => {
  const [one, other] = [await pay(bob, order), await pay(bob, order)];
  expect(one.json.confirm.challenge).not.toBe(other.json.confirm.challenge);
});

test.each([
  ['an unknown account', { to: { ...to, number: '1000' } }, 'unknown_account', {}],
  ['an own account', { to: { ...to, number: bob.numbers[1] } }, 'to_self', {}],
  ['a close name', { to: { ...to, name: 'Alice Martn' } }, 'name_close', { name: 'Alice Jane Martin' }],
  ['another name', { to: { ...to, name: 'Carol Jones' } }, 'name_differs', {}],
  [
    'more than may be paid at once',
    { amountMinor: DEFAULT_LIMITS.perPaymentMinor + 1 },
    'over_payment_limit',
    { limitMinor: DEFAULT_LIMITS.perPaymentMinor },
  ],
])('%s is refused, and says no more than it must', async (_, changed, code, facts) => {
  const { status, json } = await pay(bob, { ...order, ...changed });
  const { type: _type, title: _title, requestId: _id, ...said } = json;
  expect([status, said]).toEqual([422, { status: 422, code, ...facts }]);
});

test('a name that the payer insists on is paid under the name that they typed, a close one under the holder’s', async () => {
  const differs = await pay(bob, { ...order, to: { ...to, name: 'Carol Jones', nameAccepted: true } });
  expect(differs.json.payment.to.name).toBe('Carol Jones');
  const close = await pay(bob, { ...order, to: { ...to, name: 'alice martin', nameAccepted: true } });
  expect(close.json.payment.to.name).toBe('Alice Jane Martin');
});

test('more than is available is refused at once, before anybody proves anything', async () => {
  const erin = await newPayer('Erin Jones');
  await enrolled(erin);
  const [own] = erin.refs;
  if (!own) throw new Error('no account');
  await redis.hSet(keys.account(own), { balance: '2500', available: '2500' });
  const pending = (amountMinor: number) => ({ ...posting({ amountMinor }), expiresAt: Date.now() + 60_000 });
  await authorize(redis, own, pending(-10_00));
  await authorize(redis, own, pending(5_00));
  const asked = { ...order, from: own.account };
  const { json } = await pay(erin, { ...asked, amountMinor: 15_01 });
  expect(json).toMatchObject({ code: 'not_enough', availableMinor: 15_00 });
  expect((await pay(erin, { ...asked, amountMinor: 15_00 })).status).toBe(200);
});

test('not enough money says what there is, another currency and the day’s limit say so', async () => {
  const carol = await newPayer('Carol Jones');
  await enrolled(carol);
  const [own] = carol.refs;
  if (!own) throw new Error('no account');
  const asked = { ...order, from: own.account };
  await redis.hSet(keys.account(own), { balance: '2499', available: '2499' });
  expect((await pay(carol, asked)).json).toMatchObject({ code: 'not_enough', availableMinor: 24_99 });
  await redis.hSet(keys.account(own), { balance: '2500', available: '2500', currency: 'EUR' });
  expect((await pay(carol, asked)).json).toMatchObject({ code: 'other_currency' });
  await redis.hSet(keys.account(own), 'currency', 'USD');
  expect((await pay(carol, asked)).status).toBe(200);
  await redis.hSet(keys.paymentLimits(carol.user), { perDayMinor: '2400' });
  const { json } = await pay(carol, asked);
  expect(json).toMatchObject({ code: 'over_day_limit', limitMinor: 24_00, availableMinor: 24_00 });
  expect(json.renewsAt).toBeGreaterThan(Date.now());
});

test('a payment of somebody else is as missing as a missing one to who would prove it', async () => {
  const { json } = await pay(bob, order);
  const proof = phone.get({ challenge: json.confirm.challenge });
  for (const id of [json.id, 'x'.repeat(22), 'x']) {
    const answer = await post(alice.headers, `/api/payments/${id}/proof`, { response: proof });
    expect(answer.json).toMatchObject({ status: 404, code: 'not_found' });
  }
});

test('an account of somebody else is as missing as a missing one', async () => {
  for (const other of [alice.refs[0]?.account, 'a_0123456789', 'x']) {
    expect((await pay(bob, { ...order, from: other })).json).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  }
});

test('names cannot be tried without end, and who knows the name pays on', async () => {
  const [dave, erin] = [await newPayer('Dave Example'), await newPayer('Erin Example')];
  await enrolled(erin);
  const wrong = { from: dave.refs[0]?.account, to: { ...to, name: 'Nobody' }, amountMinor: 1 };
  const answers = await Promise.all(Array.from({ length: 25 }, () => pay(dave, wrong)));
  expect(answers.filter(({ status }) => status === 429).length).toBe(5);
  expect(Number(answers.find(({ status }) => status === 429)?.headers['retry-after'])).toBeGreaterThan(60);
  const right = { from: erin.refs[0]?.account, to, amountMinor: 1 };
  for (let time = 0; time < 25; time++) expect((await pay(erin, right)).status).toBe(200);
});

test('a yes to whatever name it is counts as a guess, too', async () => {
  const guesser = await newPayer('Gina Example');
  await enrolled(guesser);
  const guess = { from: guesser.refs[0]?.account, to: { ...to, name: 'Alice Martn', nameAccepted: true } };
  const answers = [];
  for (let time = 0; time < 22; time++) answers.push(await pay(guesser, { ...guess, amountMinor: 1 }));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
});

test('a guess counts also for who asks beside it, under its key, for what is refused', async () => {
  const guesser = await newPayer('Gus Example');
  await enrolled(guesser);
  const [from] = guesser.refs.map(({ account }) => account);
  const codes: string[] = [];
  for (let time = 0; time < 22; time++) {
    const key = `guess-number-${time}-of-many`;
    const guess = { from, to: { ...to, name: `Nobody ${time}` }, amountMinor: 1 };
    const beside = pay(guesser, { ...guess, from: 'a_0123456789' }, key);
    const [{ json }] = await Promise.all([pay(guesser, guess, key), beside]);
    codes.push(json.code);
  }
  expect(codes.filter((code) => code === 'throttled').length).toBeGreaterThanOrEqual(2);
});

test('what the bank was too slow to answer counts as one guess, however often it is asked', async () => {
  const ivan = await newPayer('Ivan Example');
  await enrolled(ivan);
  const asked = { from: ivan.refs[0]?.account, to, amountMinor: 1 };
  // The payments process drops what nobody asks.
  const person = await redis.json.get(keys.user(ivan.user));
  await redis.del(keys.user(ivan.user));
  const tries = Array.from({ length: 20 }, () => pay(ivan, asked, 'asked-of-a-slow-bank'));
  expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([202]));
  await redis.json.set(keys.user(ivan.user), '$', person ?? {});
  expect((await pay(ivan, asked)).status).toBe(200);
});

test('what was asked is answered again to who may try no more names', async () => {
  const heidi = await newPayer('Heidi Example');
  await enrolled(heidi);
  const asked = { from: heidi.refs[0]?.account, to, amountMinor: 1 };
  const first = await pay(heidi, asked, 'asked-before-trying');
  const wrong = { number: to.number, name: 'Nobody' };
  const tries = Array.from({ length: 21 }, () => post(heidi.headers, '/api/payees/check', wrong));
  expect((await Promise.all(tries)).some(({ status }) => status === 429)).toBe(true);
  expect((await pay(heidi, asked)).status).toBe(429);
  expect((await pay(heidi, asked, 'asked-before-trying')).json).toEqual(first.json);
});

test('nobody is told that nothing was paid while it may be paid', async () => {
  const key = 'asked-just-in-time';
  const { json } = await pay(bob, order, key);
  const document = keys.payment(bob.user, json.id);
  // The clock stands: a slow machine may take half a second for what is asked.
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
  await redis.json.set(document, '$.expiresAt', Date.now() - 500);
  const again = await pay(bob, order, key);
  clock.mockRestore();
  expect(again.json.payment.state).toBe('asked');
  await redis.json.set(document, '$.expiresAt', Date.now() - 2000);
  expect((await pay(bob, order, key)).json.code).toBe('expired');
  // It is debited after it was read, and before the clock is.
  let reads = 0;
  const get = async (name: string) => {
    const found = await redis.json.get(name);
    reads += 1;
    if (reads === 2) await redis.json.set(document, '$.state', 'debited');
    return found;
  };
  const meanwhile = Object.create(redis, { json: { value: { get } } });
  const body = { key, order: paymentOrderSchema.parse(order) };
  const answer = await askPayment(meanwhile, bob.user, { address: '127.0.0.1' } as Actor, body);
  expect(answer.payment?.state).toBe('debited');
});

test('what is asked too often is refused', async () => {
  const frank = await newPayer('Frank Example');
  await enrolled(frank);
  const asked = { from: frank.refs[0]?.account, to, amountMinor: 1 };
  const answers = await Promise.all(Array.from({ length: 31 }, () => pay(frank, asked)));
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
});

test('no customer’s payments of one day fill the bank', async () => {
  const ivan = await newPayer('Ivan Example');
  await enrolled(ivan);
  const asked = { from: ivan.refs[0]?.account, to, amountMinor: 1 };
  expect((await pay(ivan, asked, 'asked-early-that-day')).status).toBe(200);
  const window = { tries: 200, windowMs: DAY };
  for (let time = 1; time < 200; time++) await admitWithin(redis, ['orders of a day', ivan.user], window);
  const { status, headers } = await pay(ivan, asked);
  expect([status, Number(headers['retry-after']) > 3600]).toEqual([429, true]);
  expect((await pay(ivan, asked, 'asked-early-that-day')).status).toBe(200);
});

test('what was asked and never proved is gone after a day', async () => {
  const { json } = await pay(bob, order);
  const ttl = await redis.pTTL(keys.payment(bob.user, json.id));
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(DAY);
});
