import { describe, expect, test } from 'vitest';
import { readAuditLog } from '#lib/audit/read-log.ts';
import { paymentIdOf } from '#lib/payments/challenge.ts';
import { paymentSchema } from '#lib/payments/payment.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { OPENING_MINOR } from '#tests/integration/api/api-world.ts';
import type { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { type Payer, paymentsWorld } from './payments-world.ts';

const { redis, post, pay, get, transfer, newPayer, enrolled } = await paymentsWorld();
const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
const phone = await enrolled(bob);
const stranger = await enrolled(await newPayer('Carol Jones'));
const [current, savings] = bob.refs.map(({ account }) => account);
const order = { from: current, to: { number: alice.numbers[0], name: alice.name }, amountMinor: 25_00 };

const balances = async (payer: Payer) =>
  (await get(payer, '/api/accounts')).json.items.map(
    ({ balanceMinor }: { balanceMinor: number }) => balanceMinor - OPENING_MINOR,
  );
const prove = (id: string, proof: object, by = bob) =>
  post(by.headers, `/api/payments/${id}/proof`, { response: proof });
const actsOf = async ({ user }: Payer) =>
  (await readAuditLog(webRedis(), user, { limit: 50 })).items.map(({ act }) => act);

describe('a payment', () => {
  test('moves when a key for payments signed it, once, and both sides see it', async () => {
    const [before, theirs] = [await balances(bob), await balances(alice)];
    const { json } = await pay(bob, order);
    const proof = phone.get({ challenge: json.confirm.challenge });
    const answer = await prove(json.id, proof);
    expect(answer.json).toMatchObject({ payment: { state: 'done', seq: expect.any(Number) }, confirm: null });
    expect(answer.status).toBe(200);
    expect((await prove(json.id, proof)).json).toEqual(answer.json);
    expect(await balances(bob)).toEqual([before[0] - 25_00, before[1]]);
    expect(await balances(alice)).toEqual([theirs[0] + 25_00, theirs[1]]);
    const { items } = (await get(bob, '/api/payments')).json;
    expect(items[0]).toEqual(answer.json.payment);
    const { recent } = (await get(bob, '/api/payees')).json;
    expect(recent).toMatchObject([{ number: alice.numbers[0], name: alice.name }]);
    expect((await get(bob, '/api/payment-keys')).json).toMatchObject({
      items: [{ usedAt: expect.any(Number) }],
      limits: { leftTodayMinor: 4_975_00 },
    });
    expect((await actsOf(bob))[0]).toBe('payment_sent');
  });

  test('is kept when it moved, however long ago it was asked', async () => {
    const { json } = await pay(bob, order);
    await prove(json.id, phone.get({ challenge: json.confirm.challenge }));
    expect(await redis.pTTL(keys.payment(bob.user, json.id))).toBe(-1);
  });

  const wrong: [why: string, code: string, sign: (challenge: string) => object][] = [
    ['another challenge', 'bad_proof', () => phone.get({ challenge: 'A'.repeat(43) })],
    ['a key of somebody else', 'no_key', (challenge) => stranger.get({ challenge })],
    [
      'a key of somebody else under the name of one’s own',
      'bad_proof',
      (challenge) => ({ ...stranger.get({ challenge }), id: phone.id, rawId: phone.id }),
    ],
    [
      'a page of another site',
      'bad_proof',
      (challenge) => signedWith(phone, { origin: 'https://evil.example' }, challenge),
    ],
    [
      'another relying party',
      'bad_proof',
      (challenge) => signedWith(phone, { rpId: 'evil.example' }, challenge),
    ],
    [
      'a frame of another site',
      'bad_proof',
      (challenge) => signedWith(phone, { crossOrigin: true }, challenge),
    ],
    [
      'an authenticator that asked nobody',
      'bad_proof',
      (challenge) => signedWith(phone, { userVerified: false }, challenge),
    ],
  ];
  test.each(wrong)(
    'does not move by %s, and waits on: whoever has a session ends none',
    async (_, code, sign) => {
      const [before, acts] = [await balances(bob), await actsOf(bob)];
      const { json } = await pay(bob, order);
      const { challenge } = json.confirm;
      expect((await prove(json.id, sign(challenge))).json).toMatchObject({ status: 422, code });
      expect(await balances(bob)).toEqual(before);
      expect((await get(bob, `/api/payments/${json.id}`)).json.payment.state).toBe('asked');
      expect(await actsOf(bob)).toEqual(acts);
      // The same act done rightly.
      expect((await prove(json.id, phone.get({ challenge }))).json.payment.state).toBe('done');
    },
  );

  test('does not move by a copied authenticator, and is refused for good', async () => {
    const before = await balances(bob);
    const { json } = await pay(bob, order);
    const { challenge } = json.confirm;
    const copied = signedWith(phone, { counter: 1 }, challenge);
    for (const proof of [copied, phone.get({ challenge })]) {
      expect((await prove(json.id, proof)).json).toMatchObject({ status: 422, code: 'bad_proof' });
    }
    expect(await balances(bob)).toEqual(before);
    expect((await actsOf(bob))[0]).toBe('payment_refused');
  });

  test('does not move after five minutes, by Redis’ clock', async () => {
    const { json } = await pay(bob, order);
    await redis.json.set(keys.payment(bob.user, json.id), '$.expiresAt', Date.now() - 1);
    expect((await prove(json.id, phone.get(json.confirm))).json).toMatchObject({
      status: 422,
      code: 'expired',
    });
  });

  test('does not move by a key that was removed', async () => {
    const dave = await newPayer('Dave Example');
    const key = await enrolled(dave);
    const { json } = await pay(dave, { ...order, from: dave.refs[0]?.account });
    await redis.hSet(keys.paymentKeys(dave.user), key.id, JSON.stringify({ removedAt: 1 }));
    expect((await prove(json.id, key.get(json.confirm), dave)).json).toMatchObject({ code: 'no_key' });
  });

  test('is looked at again when it is proved: what was spent meanwhile is not there', async () => {
    const erin = await newPayer('Erin Example');
    const key = await enrolled(erin);
    const [own] = erin.refs;
    if (!own) throw new Error('no account');
    await redis.hSet(keys.account(own), { balance: '3000', available: '3000' });
    const asked = { ...order, from: own.account };
    const [one, other] = [await pay(erin, asked), await pay(erin, asked)];
    expect((await prove(one.json.id, key.get(one.json.confirm), erin)).status).toBe(200);
    const { json } = await prove(other.json.id, key.get(other.json.confirm), erin);
    expect(json).toMatchObject({ code: 'not_enough', availableMinor: 5_00 });
  });
});

describe('an own transfer', () => {
  test('moves at once and once, and needs no key', async () => {
    const frank = await newPayer('Frank Example');
    const [from, to] = frank.refs.map(({ account }) => account);
    const asked = { from, to, amountMinor: 10_00, reference: 'Holiday' };
    const { status, json } = await transfer(frank, asked, 'moved-only-once-0');
    expect([status, json]).toMatchObject([
      200,
      { payment: { kind: 'own', state: 'done', to: { account: to }, reference: 'Holiday' }, confirm: null },
    ]);
    expect((await transfer(frank, asked, 'moved-only-once-0')).json).toEqual(json);
    // Whoever has a session alone could push everything else out of the audit log.
    expect(await actsOf(frank)).toEqual([]);
    expect(await balances(frank)).toEqual([-10_00, 10_00]);
    expect((await transfer(frank, { ...asked, amountMinor: 1 }, 'moved-only-once-0')).json).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect((await get(frank, '/api/payees')).json.recent).toEqual([]);
  });

  test('that was written and never carried out is carried out when it is asked for again', async () => {
    const gina = await newPayer('Gina Example');
    const [from, to] = gina.refs.map(({ account }) => account);
    const asked = { from, to, amountMinor: 10_00 };
    const { json } = await transfer(gina, asked, 'carried-out-at-once');
    const { debitedAt, endedAt, debitSeq, ...document } = paymentSchema.parse(
      await redis.json.get(keys.payment(gina.user, json.id)),
    );
    const id = paymentIdOf(gina.user, 'written-and-dropped');
    await redis.json.set(keys.payment(gina.user, id), '$', { ...document, id, state: 'asked' });
    const again = await transfer(gina, asked, 'written-and-dropped');
    expect([again.status, again.json.payment.state]).toEqual([200, 'done']);
    expect(await balances(gina)).toEqual([-20_00, 20_00]);
  });

  test('is refused with what there is, to itself, and to an account of somebody else', async () => {
    const own = { from: current, to: savings, amountMinor: 999_999_99 };
    expect((await transfer(bob, own)).json).toMatchObject({
      status: 422,
      code: 'not_enough',
      availableMinor: expect.any(Number),
    });
    expect((await transfer(bob, { ...own, to: current, amountMinor: 1 })).json.code).toBe('to_self');
    for (const to of [alice.refs[0]?.account, 'x']) {
      expect((await transfer(bob, { ...own, to, amountMinor: 1 })).json.code).toBe('not_found');
    }
  });
});

function signedWith(
  by: SoftwareAuthenticator,
  facts: Partial<SoftwareAuthenticator['facts']>,
  challenge: string,
) {
  const before = { ...by.facts };
  Object.assign(by.facts, facts);
  const signed = by.get({ challenge });
  Object.assign(by.facts, before);
  return signed;
}
