import { expect, test } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '#lib/http/answer.ts';
import type { PaymentId } from '#lib/ids.ts';
import { authorize } from '#lib/ledger/authorize.ts';
import { keys } from '#lib/redis/keys.ts';
import { addressOf, endpoints, type Handler, isPublic, reading } from '#tests/setup/endpoints.ts';
import { newCustomer, pendingOf, servedBank, signedIn, somePostings, withEntries } from './api-world.ts';

const { redis, bank } = await servedBank();
const mine = await newCustomer(redis, 2);
const [ref] = mine.refs;
if (!ref) throw new Error('no account');
await withEntries(redis, ref, somePostings(25, 70));
await authorize(redis, ref, pendingOf('waiting', -1_00, Date.now()));
const me = await signedIn(redis, mine.user);
const staff = await signedIn(redis, (await newCustomer(redis, 0)).user, 'cookie', 'super-admin');
const account = ref.account;
const payment = 'p'.repeat(22) as PaymentId;
const side = { ...ref, number: '1580783161', name: 'Test Person' };
await redis.json.set(keys.payment(ref.user, payment), '$', {
  id: payment,
  kind: 'own',
  state: 'done',
  payer: side,
  payee: side,
  amountMinor: 1,
  currency: 'USD',
  reference: '',
  bodyDigest: '',
  askedAt: 1,
});
await redis.zAdd(keys.payments(ref.user), { score: 1, value: payment });

const isJson = (handler: Handler) => handler.contract.answers[200] instanceof z.ZodType;
const readable = reading.filter((handler) => isJson(handler) && handler.pattern !== '/api/ready');

// What is answered is held to the contract by tests/setup/answers.ts.
test.each(readable)(
  'GET $pattern answers what is described, for an account with entries',
  async ({ pattern, contract }) => {
    const { status } = await bank.ask(
      addressOf(pattern, {
        id: pattern.startsWith('/api/payments') ? payment : account,
        seq: '3',
        pid: 'waiting',
      }),
      {
        headers: contract.access.needs === 'staff' ? staff : me,
      },
    );
    expect(status).toBe(200);
  },
);

test.each(endpoints)('$method $pattern refuses as described', async (handler) => {
  const { method, pattern } = handler;
  const answer = await bank.ask(addressOf(pattern), {
    method,
    headers: { origin: 'https://evil.example', authorization: 'Bearer x' },
  });
  if (answer.status < 400) return expect(isPublic(handler)).toBe(true);
  expect(problemSchema.safeParse(answer.json).error).toBeUndefined();
});

test('the description itself can be had by anybody', async () => {
  const { status, json } = await bank.ask('/api/openapi.json');
  expect(status).toBe(200);
  expect(json.openapi).toBe('3.1.0');
  expect(Object.keys(json.paths).length).toBeGreaterThan(12);
  for (const path of ['/perform_login', '/transaction/balance', '/index.html']) {
    expect(Object.keys(json.paths)).toContain(path);
  }
});
