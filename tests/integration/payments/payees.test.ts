import { expect, test } from 'vitest';
import { MAX_PAYEES } from '#lib/payments/payment-limits.ts';
import { keys } from '#lib/redis/keys.ts';
import { paymentsWorld } from './payments-world.ts';

const { redis, bank, post, get, newPayer } = await paymentsWorld();
const [bob, alice] = [await newPayer('Bob Example'), await newPayer('Alice Jane Martin')];
const number = alice.numbers[0] ?? '';
const check = async (name: string, of = number) =>
  (await post(bob.headers, '/api/payees/check', { number: of, name })).json;

test('a name is checked before anything moves, and what does not match tells nothing', async () => {
  expect(await check('alice jane MARTIN')).toEqual({ answer: 'matches', name: 'Alice Jane Martin' });
  expect(await check('Alice Martin')).toEqual({ answer: 'close', name: 'Alice Jane Martin' });
  expect(await check('Carol Jones')).toEqual({ answer: 'differs' });
  expect(await check('Alice Jane Martin', '1000')).toEqual({ answer: 'unknown' });
});

test('names cannot be tried without end', async () => {
  const carol = await newPayer('Carol Jones');
  const tries = Array.from({ length: 24 }, (_, at) =>
    post(carol.headers, '/api/payees/check', { number, name: `Nobody ${at}` }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
});

const change = (method: string, path: string, body?: object) =>
  bank.ask(path, {
    method,
    headers: { ...bob.headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const items = async () => (await get(bob, '/api/payees')).json.items;

test('payees are saved, renamed, listed by name and removed', async () => {
  await change('PUT', `/api/payees/${number}`, { name: 'Alice' });
  await change('PUT', '/api/payees/2580783162', { name: ' Zoë  ' });
  const { json } = await change('PUT', `/api/payees/${number}`, { name: 'Mum' });
  expect(json).toEqual({ number, name: 'Mum', at: expect.any(Number) });
  expect(await items()).toMatchObject([{ name: 'Mum' }, { name: 'Zoë', number: '2580783162' }]);
  expect((await change('DELETE', `/api/payees/${number}`)).status).toBe(204);
  expect((await change('DELETE', `/api/payees/${number}`)).json).toMatchObject({ code: 'not_found' });
  expect(await items()).toHaveLength(1);
  for (const wrong of ['x', '12', '__proto__', '1'.repeat(21)]) {
    expect((await change('PUT', `/api/payees/${wrong}`, { name: 'X' })).status).toBe(404);
  }
});

test('so many payees and no more are saved', async () => {
  const many = Array.from({ length: MAX_PAYEES }, (_, at) => [String(30_000 + at), '{"name":"X","at":1}']);
  await redis.hSet(keys.payees(bob.user), Object.fromEntries(many));
  expect((await change('PUT', '/api/payees/4000', { name: 'X' })).json).toMatchObject({ code: 'conflict' });
  expect((await change('PUT', '/api/payees/30000', { name: 'Y' })).status).toBe(200);
});

test('what is done once wants a key that says so', async () => {
  for (const path of ['/api/payments', '/api/transfers']) {
    for (const bad of ['', 'short', 'x'.repeat(65), 'with spaces in it']) {
      const answer = await post(bob.headers, path, {}, { 'idempotency-key': bad });
      expect(answer.json).toMatchObject({ status: 400, code: 'bad_request' });
    }
  }
});

test('an account whose customer is gone is nobody’s', async () => {
  const dave = await newPayer('Dave Example');
  await redis.del(keys.user(dave.user));
  expect(await check('Dave Example', dave.numbers[0])).toEqual({ answer: 'unknown' });
});
