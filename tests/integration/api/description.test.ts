import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problemAnswer } from '#app/api/_answers.ts';
import { operations } from '#app/api/_description.ts';
import type { Redis } from '#lib/redis/client.ts';
import { type Serving, startServing } from '#tests/integration/server/serving.ts';
import { addressOf } from './enumerated.ts';
import {
  adminRedis,
  connected,
  newCustomer,
  type Signed,
  signedIn,
  somePostings,
  withEntries,
} from './world.ts';

let redis: Redis;
let bank: Serving;
let me: Signed;
let staff: Signed;
let account: string;
beforeAll(async () => {
  redis = await adminRedis();
  bank = await startServing();
  await connected();
  const mine = await newCustomer(redis, 2);
  const [ref] = mine.refs;
  if (!ref) throw new Error('no account');
  await withEntries(redis, ref, somePostings(25, 70));
  me = await signedIn(redis, mine.user);
  staff = await signedIn(redis, (await newCustomer(redis, 0)).user, 'cookie', 'super-admin');
  account = ref.account;
});
afterAll(async () => {
  await bank.stop();
  redis.destroy();
});

const readable = operations.filter(
  ({ method, answer, path }) => method === 'GET' && answer instanceof z.ZodType && path !== '/api/ready',
);

test.each(readable)(
  'GET $path answers what is described, for an account with entries',
  async ({ path, answer }) => {
    const { status, json } = await bank.ask(addressOf(path, { id: account, seq: '3' }), {
      headers: path.startsWith('/api/staff/') ? staff : me,
    });
    expect(status).toBe(200);
    expect((answer as z.ZodType).safeParse(json).error).toBeUndefined();
  },
);

test.each(operations)('$method $path refuses as described', async ({ method, path }) => {
  const answer = await bank.ask(addressOf(path), {
    method,
    headers: { origin: 'https://evil.example', authorization: 'Bearer x' },
  });
  if (answer.status < 400) return expect(operations.find((one) => one.path === path)?.open).toBe(true);
  expect(problemAnswer.safeParse(answer.json).error).toBeUndefined();
});

test('the description itself can be had by anybody', async () => {
  const { status, json } = await bank.ask('/api/openapi.json');
  expect(status).toBe(200);
  expect(json.openapi).toBe('3.1.0');
  expect(Object.keys(json.paths).length).toBeGreaterThan(12);
});
