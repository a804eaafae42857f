import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readAuditLog } from '#lib/audit/read-log.ts';
import { enrolChallengeOf } from '#lib/payments/challenge.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { PAYMENT_CODE_MS } from '#lib/payments/payment-code.ts';
import { endKeys } from '#lib/payments/payment-keys.ts';
import { DEFAULT_LIMITS } from '#lib/payments/payment-limits.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY } from '#lib/time.ts';
import { capture } from '#scripts/lib/process.mjs';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { until } from '#tests/setup/until.ts';
import { newPasskey, type Payer, paymentsWorld, steppedUp } from './payments-world.ts';

const { redis, bank, post, get, pay, newPayer, enrolled } = await paymentsWorld();

const enrol = (payer: Payer, body: object) => post(payer.headers, '/api/payment-keys', body);
const known = async (payer: Payer) => (await get(payer, '/api/payment-keys')).json;
/** What a passkey signs, as the bank says it. */
async function options(payer: Payer, passkey: SoftwareAuthenticator, code = '') {
  const { json } = await post(payer.headers, '/api/payment-keys/options', { id: passkey.id, code });
  return json;
}
async function signed(payer: Payer, passkey: SoftwareAuthenticator, code = '') {
  await steppedUp(redis, payer);
  const { challenge } = await options(payer, passkey, code);
  return { id: passkey.id, code, assertion: passkey.get({ challenge }), challenge };
}
async function enrolNew(payer: Payer, code: string) {
  await steppedUp(redis, payer);
  const passkey = await newPasskey(redis, payer.user);
  const { challenge: _, ...body } = await signed(payer, passkey, code);
  return (await enrol(payer, body)).json;
}

describe('a key for payments', () => {
  test('needs a code from outside the web, which is then gone', async () => {
    const bob = await newPayer('Bob Example');
    expect(await known(bob)).toEqual({
      items: [],
      limits: {
        ...DEFAULT_LIMITS,
        leftTodayMinor: DEFAULT_LIMITS.perDayMinor,
        renewsAt: expect.any(Number),
      },
    });
    expect(await enrolNew(bob, '')).toMatchObject({ status: 422, code: 'wrong_code' });
    const code = await makePaymentCode(redis, bob.user);
    expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    const json = await enrolNew(bob, code.toLowerCase().replaceAll('-', ' '));
    expect(json.items).toEqual([{ id: expect.any(String), name: 'Phone', enrolledAt: expect.any(Number) }]);
    expect(await redis.exists(keys.paymentCode(bob.user))).toBe(0);
  });

  test('is stored without the code: Redis has its digest, for a day', async () => {
    const bob = await newPayer('Bob Example');
    const code = await makePaymentCode(redis, bob.user);
    const stored = await redis.hGetAll(keys.paymentCode(bob.user));
    expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''));
    const ttl = await redis.pTTL(keys.paymentCode(bob.user));
    expect(ttl).toBeGreaterThan(PAYMENT_CODE_MS - 60_000);
    expect(ttl).toBeLessThanOrEqual(PAYMENT_CODE_MS);
  });

  test('is not had by guessing: after five wrong codes the right one is gone', async () => {
    const bob = await newPayer('Bob Example');
    const code = await makePaymentCode(redis, bob.user);
    for (let time = 0; time < 5; time++) expect((await enrolNew(bob, 'AAAA')).code).toBe('wrong_code');
    expect((await enrolNew(bob, code)).code).toBe('wrong_code');
    // One wrong try fewer, and it counts.
    const again = await makePaymentCode(redis, bob.user);
    for (let time = 0; time < 4; time++) await enrolNew(bob, 'AAAA');
    expect((await enrolNew(bob, again)).items).toHaveLength(1);
  });

  test('is refused for a wrong code in the audit log, too, with how often', async () => {
    const bob = await newPayer('Bob Example');
    for (let time = 0; time < 2; time++) await enrolNew(bob, 'AAAA');
    const { json } = await get(bob, '/api/me/audit');
    const refused = json.items.filter(({ act }: { act: string }) => act === 'payment_key_refused');
    expect(refused[0]).toMatchObject({ outcome: 'refused', by: 'self', detail: { reason: 'wrong_code' } });
    // One entry, unless the hour turns between the two.
    expect(refused.reduce((sum: number, { times }: { times: number }) => sum + times, 0)).toBe(2);
  });

  test('is the customer’s own code’s, and a newer code ends the one before', async () => {
    const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
    const [old, theirs] = [await makePaymentCode(redis, bob.user), await makePaymentCode(redis, alice.user)];
    const code = await makePaymentCode(redis, bob.user);
    for (const wrong of [old, theirs]) expect((await enrolNew(bob, wrong)).code).toBe('wrong_code');
    expect((await enrolNew(bob, code)).items).toHaveLength(1);
  });

  test('is proved by the passkey itself, for this customer, passkey and code', async () => {
    const bob = await newPayer('Bob Example');
    const [passkey, other] = [await newPasskey(redis, bob.user), await newPasskey(redis, bob.user)];
    const code = await makePaymentCode(redis, bob.user);
    const right = await signed(bob, passkey, code);
    const { user } = bob;
    const over = (challenge: string) => passkey.get({ challenge });
    const wrong = [
      { ...right, assertion: other.get({ challenge: right.challenge }) },
      { ...right, assertion: over(enrolChallengeOf(user, passkey.id, passkey.publicKey, 'another')) },
      { ...right, assertion: over(enrolChallengeOf(user, other.id, passkey.publicKey, code)) },
      { ...right, assertion: over(enrolChallengeOf(user, passkey.id, other.publicKey, code)) },
      { ...right, id: other.id },
    ];
    for (const { challenge: _, ...body } of wrong)
      expect((await enrol(bob, body)).json.code).toBe('bad_proof');
    passkey.facts.userVerified = false;
    const { challenge: _unverified, ...unverified } = await signed(bob, passkey, code);
    expect((await enrol(bob, unverified)).json.code).toBe('bad_proof');
    passkey.facts.userVerified = true;
    const { challenge: _right, ...body } = await signed(bob, passkey, code);
    expect((await enrol(bob, body)).status).toBe(200);
  });
});

test('no key is asked for without a step-up', async () => {
  const bob = await newPayer('Bob Example');
  const passkey = await newPasskey(redis, bob.user);
  const code = await makePaymentCode(redis, bob.user);
  expect((await options(bob, passkey, code)).code).toBe('step_up_required');
  const challenge = enrolChallengeOf(bob.user, passkey.id, passkey.publicKey, code);
  const body = { id: passkey.id, code, assertion: passkey.get({ challenge }) };
  expect((await enrol(bob, body)).json.code).toBe('step_up_required');
  await steppedUp(redis, bob);
  expect((await enrol(bob, body)).status).toBe(200);
});

describe('a further key for payments', () => {
  test('needs a code of its own: what an older key signs enrols nothing', async () => {
    const bob = await newPayer('Bob Example');
    const first = await enrolled(bob);
    const second = await newPasskey(redis, bob.user);
    const { challenge, ...body } = await signed(bob, second);
    expect((await enrol(bob, body)).json.code).toBe('wrong_code');
    expect((await enrol(bob, { ...body, by: first.get({ challenge }) })).status).toBe(400);
    expect((await known(bob)).items).toMatchObject([{ id: first.id }]);
    const code = await makePaymentCode(redis, bob.user);
    const { challenge: _, ...withCode } = await signed(bob, second, code);
    expect((await enrol(bob, withCode)).json.items).toMatchObject([{ id: first.id }, { id: second.id }]);
    expect(await redis.exists(keys.paymentCode(bob.user))).toBe(0);
  });
});

describe('an enrolment that is carried out twice', () => {
  /** As after a crash between the script and the end of the request. */
  async function twice({ user }: Payer, passkey: SoftwareAuthenticator, code: string, signedCode = code) {
    const { id, publicKey } = passkey;
    const assertion = passkey.get({ challenge: enrolChallengeOf(user, id, publicKey, signedCode) });
    const asked = { request: randomUUID(), id, publicKey, name: 'Phone', code, assertion };
    const body = JSON.stringify({ at: Date.now(), asked });
    for (let time = 0; time < 2; time++) {
      await redis.xAdd(keys.paymentRequests(), '*', { kind: 'enrol', user, body });
      await until(async () => (await redis.xLen(keys.paymentRequests())) === 0);
    }
    return `:refused:${asked.request}`;
  }

  test('is enrolled once, and nothing says that it was refused', async () => {
    const bob = await newPayer('Bob Example');
    const passkey = await newPasskey(redis, bob.user);
    await twice(bob, passkey, await makePaymentCode(redis, bob.user));
    expect(Object.keys(await redis.hGetAll(keys.paymentKeys(bob.user)))).toEqual([passkey.id]);
  });

  test('with a wrong code is one try, and both answers stay for who asked', async () => {
    const bob = await newPayer('Bob Example');
    const passkey = await newPasskey(redis, bob.user);
    await makePaymentCode(redis, bob.user);
    const [one, other] = [await twice(bob, passkey, 'AAAA'), await twice(bob, passkey, 'BBBB', 'CCCC')];
    expect(await redis.hGet(keys.paymentCode(bob.user), 'tries')).toBe('1');
    expect(await redis.hGetAll(keys.paymentKeys(bob.user))).toEqual({
      [one]: 'wrong_code',
      [other]: 'bad_proof',
    });
    const [left] = (await redis.hpTTL(keys.paymentKeys(bob.user), one)) ?? [];
    expect(left).toBeGreaterThan(0);
  });
});

test('a key that is enrolled is not enrolled again, whatever is signed', async () => {
  const [bob, stranger] = [await newPayer('Bob Example'), new SoftwareAuthenticator()];
  const first = await enrolled(bob);
  const { challenge, ...body } = await signed(bob, first);
  expect((await enrol(bob, body)).json.code).toBe('conflict');
  const strange = { ...stranger.get({ challenge }), id: first.id, rawId: first.id };
  expect((await enrol(bob, { ...body, assertion: strange })).json.code).toBe('bad_proof');
});

describe('a removed key for payments', () => {
  const remove = (payer: Payer, id: string, of: 'passkeys' | 'payment-keys' = 'payment-keys') =>
    bank.ask(`/api/${of}/${id}`, { method: 'DELETE', headers: payer.headers });

  test('goes with its passkey, and not without the password', async () => {
    const bob = await newPayer('Bob Example');
    const first = await enrolled(bob);
    await steppedUp(redis, bob, 0);
    for (const of of ['payment-keys', 'passkeys'] as const) {
      expect((await remove(bob, first.id, of)).json.code).toBe('step_up_required');
    }
    await steppedUp(redis, bob);
    // Another way in, besides.
    await redis.json.set(keys.credential(bob.user), '$', { hash: 'x' });
    expect((await remove(bob, first.id, 'passkeys')).status).toBe(204);
    await until(async () => (await known(bob)).items.length === 0);
  });

  test('goes with a new password by link, as all of them do', async () => {
    const bob = await newPayer('Bob Example');
    await enrolled(bob);
    await endKeys(redis, bob.user);
    await until(async () => (await known(bob)).items.length === 0);
  });

  test('is removed however late, when the payments process was away', async () => {
    const bob = await newPayer('Bob Example');
    const first = await enrolled(bob);
    const body = JSON.stringify({ at: Date.now() - DAY, asked: { id: first.id } });
    await redis.xAdd(keys.paymentRequests(), '*', { kind: 'unenrol', user: bob.user, body });
    await until(async () => (await known(bob)).items.length === 0);
  });

  test('is gone for ever: no code enrols it a second time', async () => {
    const bob = await newPayer('Bob Example');
    const [first, second] = [await enrolled(bob), await enrolled(bob)];
    await steppedUp(redis, bob);
    expect((await remove(bob, second.id)).status).toBe(204);
    expect((await known(bob)).items).toMatchObject([{ id: first.id }]);
    expect((await remove(bob, second.id)).json.code).toBe('not_found');
    const code = await makePaymentCode(redis, bob.user);
    const { challenge: _, ...body } = await signed(bob, second, code);
    expect((await enrol(bob, body)).json.code).toBe('conflict');
    expect((await enrolNew(bob, code)).items).toHaveLength(2);
  });

  test('of somebody else is a missing one', async () => {
    const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
    const theirs = await enrolled(alice);
    await steppedUp(redis, bob);
    expect((await remove(bob, theirs.id)).json.code).toBe('not_found');
    expect((await known(alice)).items).toHaveLength(1);
  });
});

/** Whom the command line finds by the name that is answered. */
async function named(payer: Payer): Promise<string> {
  const [username = ''] = (await redis.json.get(keys.user(payer.user), { path: '$.username' })) as string[];
  await redis.set(keys.username(username), payer.user);
  return username;
}
const command = (...words: string[]) =>
  capture(process.execPath, ['ops/user.ts', ...words], { env: process.env });

test('limits are set at the command line, count from the next payment on, and are in the customer’s audit log', async () => {
  const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
  const [username, key] = [await named(bob), await enrolled(bob)];
  const [from, to] = [bob.refs[0]?.account, { number: alice.numbers[0], name: alice.name }];
  const before = await pay(bob, { from, to, amountMinor: 3_00 });
  const set = await command('payment-limits', username, '--per-payment', '2.50', '--per-day', '4');
  expect(set).toEqual({
    status: 0,
    output: `${username} pays others 2.50 at most at once and 4.00 in a day, of which 4.00 is left today.\n`,
  });
  const response = key.get(before.json.confirm);
  const proof = await post(bob.headers, `/api/payments/${before.json.id}/proof`, { response });
  expect(proof.json).toMatchObject({ code: 'over_payment_limit', limitMinor: 2_50 });
  expect((await pay(bob, { from, to, amountMinor: 2_50 })).status).toBe(200);
  const [entry] = (await readAuditLog(redis, bob.user, { limit: 50 })).items.filter(
    ({ act }) => act === 'payment_limits_set',
  );
  expect(entry?.detail).toEqual({ perPaymentMinor: 250, perDayMinor: 400 });
});

test('the code is made at the command line, for a name that there is, which names the keys that are enrolled', async () => {
  const bob = await newPayer('Bob Example');
  const username = await named(bob);
  const run = (name: string) => command('payment-code', name);
  const { status, output } = await run(username);
  expect(status, output).toBe(0);
  const code = output.trim().split('\n').at(-1) ?? '';
  expect((await enrolNew(bob, code)).items).toHaveLength(1);
  expect((await run(username)).output).toMatch(/pays others with "Phone" since \d{4}-\d\d-\d\d: ask whether/);
  expect(await run('nobody-of-this-name')).toMatchObject({
    status: 1,
    output: expect.stringContaining('Nobody'),
  });
});

test('a passkey that the customer has not is a missing one', async () => {
  const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Martin')];
  const theirs = await newPasskey(redis, alice.user);
  await steppedUp(redis, bob);
  const answer = await post(bob.headers, '/api/payment-keys/options', { id: theirs.id, code: '' });
  expect(answer.json).toMatchObject({ status: 404, code: 'not_found' });
});
