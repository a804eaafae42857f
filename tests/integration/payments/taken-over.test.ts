/**
 * Inside a process with the web's whole environment: its Redis user, its secrets, its code. Each attack stands beside the
 * same act done rightly, which succeeds, so that a refusal is of the attack.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AccountId, PaymentId, UserTag } from '#lib/ids.ts';
import { challengeOf, enrolChallengeOf, paymentIdOf } from '#lib/payments/challenge.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import type { Payment } from '#lib/payments/payment.ts';
import { DEFAULT_LIMITS } from '#lib/payments/payment-limits.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import { type RequestBody, sendRequest } from '#lib/payments/requests.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';
import { MINUTE } from '#lib/time.ts';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { freshUser } from '../search/search-helpers.ts';
import { newPasskey, type Payer, paymentsWorld } from './payments-world.ts';

const { redis, newPayer, enrolled } = await paymentsWorld();
/** All that the attacker has. */
const web = webRedis();
const mallory = await newPayer('Mallory Example');

let [bob, alice] = [mallory, mallory];
let phone = new SoftwareAuthenticator();
beforeEach(async () => {
  [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
  phone = await enrolled(bob);
});

/** Until nothing is asked any more. */
async function settled(): Promise<void> {
  while ((await redis.xLen(keys.paymentRequests())) > 0) await sleep(5);
}

let asked = 0;
/** Asks in the customer's name, past every check of the web process. */
async function ask(to: Payer, amountMinor = 25_00, more: object = {}): Promise<Payment> {
  const key = `asked-by-the-attacker-${asked++}`;
  const payee = { number: to.numbers[0] ?? '', name: to.name };
  const order = { from: account(bob), to: payee, amountMinor, reference: 'Lunch', ...more };
  await sendRequest(web, 'pay', bob.user, { key, order });
  await settled();
  const payment = await readPayment(web, bob.user, paymentIdOf(bob.user, key));
  if (!payment) throw new Error('not asked');
  return payment;
}

/** Hands a proof over and answers what became of the payment. */
async function prove({ id }: Payment, response: RequestBody<'prove'>['response']): Promise<Payment> {
  await sendRequest(web, 'prove', bob.user, { id, response });
  await settled();
  const payment = await readPayment(web, bob.user, id);
  if (!payment) throw new Error('gone');
  return payment;
}

/** As JSON: the package's type is looser than what the bank takes. */
const get = (by: SoftwareAuthenticator, challenge: string) =>
  by.get({ challenge }) as RequestBody<'prove'>['response'];
const account = ({ refs: [first] }: Payer): AccountId => first?.account as AccountId;
const sign = (payment: Payment) => get(phone, challengeOf(payment));
const balance = async ({ refs: [first] }: Payer): Promise<number> =>
  Number(first && (await web.hGet(keys.account(first), 'balance')));
const said = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    (answer) => `did it: ${JSON.stringify(answer)}`,
    (error: Error) => error.message,
  );

describe('a web process that was taken over cannot move money to anyone else', () => {
  test('by sending a proof again: for the same payment, or for another one like it', async () => {
    const payment = await ask(mallory);
    const proof = sign(payment);
    expect((await prove(payment, proof)).state).toBe('done');
    const [bobs, mallorys] = [await balance(bob), await balance(mallory)];
    await prove(payment, proof);
    const like = await ask(mallory);
    expect(await prove(like, proof)).toMatchObject({ state: 'refused', reason: 'bad_proof' });
    expect([await balance(bob), await balance(mallory)]).toEqual([bobs, mallorys]);
    const right = await ask(mallory);
    expect((await prove(right, sign(right))).state).toBe('done');
  });

  /** What the customer is shown and signs, of a payment that is really to Mallory. */
  const shown: Record<string, (payment: Payment) => Payment> = {
    'account that pays': (payment) => ({
      ...payment,
      payer: { ...payment.payer, account: bob.refs[1]?.account as AccountId },
    }),
    customer: (payment) => ({ ...payment, payer: { ...payment.payer, user: alice.user } }),
    'payee’s account': (payment) => ({ ...payment, payee: { ...payment.payee, account: account(alice) } }),
    payee: (payment) => ({ ...payment, payee: { ...payment.payee, user: alice.user } }),
    name: (payment) => ({ ...payment, payee: { ...payment.payee, name: 'Alice Martin' } }),
    amount: (payment) => ({ ...payment, amountMinor: 1 }),
    currency: (payment) => ({ ...payment, currency: 'XXX' }),
    reference: (payment) => ({ ...payment, reference: 'Something else' }),
    id: (payment) => ({ ...payment, id: paymentIdOf(bob.user, 'another-key-0000') }),
    nonce: (payment) => ({ ...payment, nonce: 'A'.repeat(43) }),
  };
  test.each(Object.entries(shown))('by having another %s signed', async (_, change) => {
    const before = await balance(mallory);
    const payment = await ask(mallory);
    expect(await prove(payment, sign(change(payment)))).toMatchObject({
      state: 'refused',
      reason: 'bad_proof',
    });
    expect(await balance(mallory)).toBe(before);
    const right = await ask(mallory);
    expect((await prove(right, sign(right))).state).toBe('done');
  });

  test('by writing documents, ledger or what is on its way', async () => {
    const payment = await ask(mallory);
    const key = keys.payment(bob.user, payment.id);
    const [own] = mallory.refs;
    if (!own) throw new Error('no account');
    const attempts: string[][] = [
      ['JSON.SET', key, '$.state', '"debited"'],
      ['JSON.SET', key, '$.nonce', '"x"'],
      ['JSON.SET', key, '$.payee.account', JSON.stringify(own.account)],
      [
        'JSON.SET',
        keys.payment(bob.user, 'x'.repeat(22) as PaymentId),
        '$',
        JSON.stringify({ ...payment, state: 'debited' }),
      ],
      ['DEL', key],
      ['HSET', keys.paymentsOpen(bob.user), payment.id, '2500'],
      ['SADD', keys.paymentsUnderway(), `${bob.user}:${payment.id}`],
      ['SET', keys.paid(mallory.user, payment.id), 'credited'],
      ['SET', keys.accountNumber(alice.numbers[0] ?? ''), scopeOf(own)],
      ['HSET', keys.account(own), 'balance', '1'],
      ['HINCRBY', keys.account(own), 'paidIn', '1'],
      ['JSON.SET', keys.entry(own, 1), '$', '{}'],
    ];
    for (const command of attempts) {
      const scripted = ['EVAL', 'return redis.call(unpack(ARGV))', '1', command[1] ?? '', ...command];
      for (const way of [command, scripted]) {
        expect([command.join(' '), await said(web.sendCommand(way))]).toEqual([
          command.join(' '),
          expect.stringMatching(/NOPERM|permission/),
        ]);
      }
    }
    expect((await prove(payment, sign(payment))).state).toBe('done');
  });

  test('with a captured password: it makes sessions, steps up, adds passkeys, and proves nothing', async () => {
    const payment = await ask(mallory);
    const own = await newPasskey(redis, bob.user);
    const forged = get(own, challengeOf(payment));
    expect(await prove(payment, forged)).toMatchObject({ state: 'refused', reason: 'no_key' });
    const named = await ask(mallory);
    const renamed = { ...get(own, challengeOf(named)), id: phone.id, rawId: phone.id };
    expect(await prove(named, renamed)).toMatchObject({ state: 'refused', reason: 'bad_proof' });
    const right = await ask(mallory);
    expect((await prove(right, sign(right))).state).toBe('done');
  });

  test('by enrolling a key of its own: it has no code, and no signature of bob’s stands for one', async () => {
    const own = new SoftwareAuthenticator();
    await web.hSet(
      keys.passkeys(bob.user),
      own.id,
      JSON.stringify({ publicKey: own.publicKey, name: 'Bob' }),
    );
    const stored = JSON.stringify({ publicKey: own.publicKey, counter: 0, name: 'Bob', enrolledAt: 1 });
    expect(await said(web.hSet(keys.paymentKeys(bob.user), own.id, stored))).toMatch(/NOPERM/);
    expect(await said(web.hGetAll(keys.paymentCode(bob.user)))).toMatch(/NOPERM/);

    const challenge = enrolChallengeOf(bob.user, own.id, own.publicKey, '');
    const enrol = async (more: object, user = bob.user, key = own) => {
      const [id, publicKey] = [key.id, key.publicKey];
      await sendRequest(web, 'enrol', user, {
        request: randomUUID(),
        id,
        publicKey,
        name: 'Bob',
        code: '',
        assertion: get(key, challenge),
        ...more,
      });
      await settled();
      return (await web.hGetAll(keys.paymentKeys(user)))[id] !== undefined;
    };
    expect(await enrol({})).toBe(false);
    // A sign-in with a key that is enrolled, whose challenge is this digest.
    expect(await enrol({ by: get(phone, challenge) })).toBe(false);
    expect(await enrol({ assertion: get(phone, challenge) })).toBe(false);
    const guessed = enrolChallengeOf(alice.user, own.id, own.publicKey, 'AAAA');
    expect(await enrol({ code: 'AAAA', assertion: get(own, guessed) }, alice.user)).toBe(false);

    const tablet = new SoftwareAuthenticator();
    const code = await makePaymentCode(redis, bob.user);
    const rightly = enrolChallengeOf(bob.user, tablet.id, tablet.publicKey, code);
    expect(await enrol({ code, assertion: get(tablet, rightly) }, bob.user, tablet)).toBe(true);
  });

  test('with proofs that were collected before: no nonce is known, chosen or good for long', async () => {
    const early = {
      ...(await ask(alice)),
      payee: { ...mallory.refs[0], number: '', name: mallory.name },
    } as Payment;
    const collected = sign(early);
    expect(await prove(await ask(mallory), collected)).toMatchObject({
      state: 'refused',
      reason: 'bad_proof',
    });
    // A request that names a nonce or an id is none.
    const body = {
      key: 'a-key-of-16-chars',
      order: { from: account(bob), to: { number: mallory.numbers[0], name: mallory.name }, amountMinor: 1 },
    };
    for (const more of [{ nonce: 'A'.repeat(43) }, { id: 'x'.repeat(22) }]) {
      const request = JSON.stringify({ at: Date.now(), asked: { ...body, ...more } });
      await web.xAdd(keys.paymentRequests(), '*', { kind: 'pay', user: bob.user, body: request });
      await settled();
      expect(await readPayment(web, bob.user, paymentIdOf(bob.user, body.key))).toBeNull();
    }
    const late = await ask(mallory);
    const proof = sign(late);
    await redis.json.set(keys.payment(bob.user, late.id), '$.expiresAt', Date.now() - 1);
    expect(await prove(late, proof)).toMatchObject({ state: 'refused', reason: 'expired' });
    const right = await ask(mallory);
    expect((await prove(right, sign(right))).state).toBe('done');
  });

  test('and leaves no key that later ones stumble over, nor anything for who is nobody', async () => {
    const own = new SoftwareAuthenticator();
    const enrol = async (user: UserTag, more: object) => {
      const code = await makePaymentCode(redis, user);
      const asked = { request: 'x', id: own.id, publicKey: own.publicKey, name: 'Bob', code, ...more };
      const challenge = enrolChallengeOf(user, own.id, asked.publicKey, code);
      const body = JSON.stringify({ at: Date.now(), asked: { ...asked, assertion: get(own, challenge) } });
      await web.xAdd(keys.paymentRequests(), '*', { kind: 'enrol', user, body });
      await settled();
      return Object.keys(await web.hGetAll(keys.paymentKeys(user)));
    };
    for (const more of [
      { name: '\ud800' },
      { transports: ['\ud800'] },
      { publicKey: `${own.publicKey}\ud800` },
      { name: ' ' },
    ]) {
      expect(await enrol(alice.user, more)).toEqual([]);
    }
    expect(await enrol(freshUser(), { code: 'wrong' })).toEqual([]);
    expect(await enrol(alice.user, { transports: ['internal', 'smart-card'] })).toEqual([own.id]);
  });

  test('beyond the customer’s limits, which it cannot raise', async () => {
    const limit = DEFAULT_LIMITS.perPaymentMinor;
    const raise = web.hSet(keys.paymentLimits(bob.user), 'perPaymentMinor', '99999999');
    expect(await said(raise)).toMatch(/NOPERM/);
    const { state, reason, nonce } = await ask(mallory, limit + 1);
    expect({ state, reason, nonce }).toEqual({
      state: 'refused',
      reason: 'over_payment_limit',
      nonce: undefined,
    });
    const right = await ask(mallory, limit);
    expect((await prove(right, sign(right))).state).toBe('done');
  });
});

test('what is asked past the web process is bounded: so many a minute, and nothing of long ago', async () => {
  const dave = await newPayer('Dave Example');
  const payee = { number: mallory.numbers[0] ?? '', name: mallory.name };
  const order = { from: account(dave), to: payee, amountMinor: 1 };
  const keyOf = (at: number) => `asked-many-times-over-${at}`;
  const isWritten = async (key: string) =>
    (await readPayment(web, dave.user, paymentIdOf(dave.user, key))) !== null;

  const old = { at: Date.now() - 6 * MINUTE, asked: { key: keyOf(-1), order } };
  await web.xAdd(keys.paymentRequests(), '*', { kind: 'pay', user: dave.user, body: JSON.stringify(old) });
  await settled();
  expect(await isWritten(keyOf(-1))).toBe(false);

  const many = Array.from({ length: 130 }, (_, at) => keyOf(at));
  for (const key of many) await sendRequest(web, 'pay', dave.user, { key, order });
  await settled();
  const written = await Promise.all(many.map(isWritten));
  expect(written.filter(Boolean).length).toBe(119);
});

describe('what is not claimed', () => {
  test('a taken-over web process loses requests that wait: nothing moves, and asked again it is paid once', async () => {
    const [key, before] = ['lost-from-the-stream', await balance(alice)];
    const order = { from: account(bob), to: { number: alice.numbers[0] ?? '', name: alice.name } };
    const asked = { key, order: { ...order, amountMinor: 25_00, reference: '' } };
    const lose = async (kind: string, asked: object) => {
      const body = JSON.stringify({ at: Date.now(), asked });
      const TRIM = { strategy: 'MAXLEN', strategyModifier: '=', threshold: 0 } as const;
      await web.xAdd(keys.paymentRequests(), '*', { kind, user: bob.user, body }, { TRIM });
      await settled();
      return readPayment(web, bob.user, paymentIdOf(bob.user, key));
    };
    expect(await lose('pay', asked)).toBeNull();
    await sendRequest(web, 'pay', bob.user, asked);
    await settled();
    const payment = await lose('pay', asked);
    if (!payment) throw new Error('not asked');
    expect((await lose('prove', { id: payment.id, response: sign(payment) }))?.state).toBe('asked');
    const proof = sign(payment);
    for (const _ of ['once', 'again']) expect((await prove(payment, proof)).state).toBe('done');
    expect(await balance(alice)).toBe(before + 25_00);
  });

  test('a taken-over web process moves money between one customer’s accounts', async () => {
    const [from, to] = bob.refs.map((ref) => ref.account);
    const order = { from: from ?? '', to: to ?? '', amountMinor: 10_00 };
    await sendRequest(web, 'transfer', bob.user, { key: 'moved-by-the-attacker', order });
    await settled();
    const moved = await readPayment(web, bob.user, paymentIdOf(bob.user, 'moved-by-the-attacker'));
    expect(moved).toMatchObject({ kind: 'own', state: 'done' });
  });

  test('a sign-in whose challenge is a payment’s digest confirms the payment: one, within limits, for five minutes', async () => {
    const payment = await ask(mallory);
    // What the customer takes for a sign-in.
    const signIn = get(phone, challengeOf(payment));
    expect((await prove(payment, signIn)).state).toBe('done');
    expect(await prove(await ask(mallory), signIn)).toMatchObject({ state: 'refused', reason: 'bad_proof' });
  });

  test('a code that is typed into a taken-over page enrols what the page likes', async () => {
    const own = new SoftwareAuthenticator();
    const code = await makePaymentCode(redis, alice.user);
    const { id, publicKey } = own;
    const assertion = get(own, enrolChallengeOf(alice.user, id, publicKey, code));
    await sendRequest(web, 'enrol', alice.user, {
      request: randomUUID(),
      id,
      publicKey,
      name: 'Alice',
      code,
      assertion,
    });
    await settled();
    expect(await web.hGet(keys.paymentKeys(alice.user), id)).not.toBeNull();
  });
});
