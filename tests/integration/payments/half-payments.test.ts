/** A user without one of the rights, or a key of another type: each step of a payment is done whole or not at all. */
import { describe, expect, it } from 'vitest';
import { credit, debit, giveBack, settle, transfer } from '#lib/payments/book.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { everything, redisAs } from '../search/search-helpers.ts';
import { asked, customer, proven } from './payment-world.ts';

const [admin, deploy, redis] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('payments')]);

async function without(right: string, act: (redis: Redis) => Promise<unknown>): Promise<void> {
  const name = `half-payment-${right}`;
  await admin.sendCommand([
    'ACL',
    'SETUSER',
    name,
    'reset',
    'on',
    'nopass',
    '~*',
    '&*',
    '+@all',
    `-${right}`,
  ]);
  const url = new URL(process.env.SUITE_REDIS_URL ?? '');
  Object.assign(url, { username: name, password: 'any' });
  const half = await connectRedis(url.href, { name, deadlineMs: 5000 });
  try {
    await act(half);
  } finally {
    await half.close();
    await admin.sendCommand(['ACL', 'DELUSER', name]);
  }
}

const BOOKING = ['json.set', 'ts.add', 'hset', 'zadd', 'xadd', 'publish', 'del'];
const moved = async () => {
  const [payer, payee] = [await customer(deploy), await customer(deploy)];
  const payment = await asked(redis, payer, payee, 5_00);
  return { payer, payee, payment };
};
const debited = async () => {
  const all = await moved();
  await debit(redis, all.payment, proven());
  return all;
};
const own = async () => {
  const payer = await customer(deploy);
  const payee = await customer(deploy, { user: payer.ref.user });
  return { payer, payee, payment: await asked(redis, payer, payee, 5_00) };
};

const STEPS = {
  debit: { before: moved, act: debit, rights: [...BOOKING, 'persist'] },
  credit: { before: debited, act: credit, rights: [...BOOKING, 'set'] },
  settle: { before: debited, act: settle, rights: ['json.set', 'hdel', 'publish'] },
  'give back': { before: debited, act: giveBack, rights: [...BOOKING, 'hdel'] },
  transfer: { before: own, act: transfer, rights: [...BOOKING, 'persist', 'ts.del'] },
};

describe.each(Object.entries(STEPS))('%s', (_, { before, act, rights }) => {
  it.each(rights)('without the right to %s does nothing', async (right) => {
    const { payer, payee, payment } = await before();
    const all = async () => [await everything(admin, payer.ref), await everything(admin, payee.ref)];
    const was = await all();
    await without(right, (half) => expect(act(half, payment, proven())).rejects.toThrow());
    expect(await all()).toEqual(was);
  });
});

it.each<[string, (user: Parameters<typeof keys.payments>[0]) => string]>([
  ['what is on its way', keys.paymentsOpen],
  ['the list of payments', keys.payments],
  ['the limits', keys.paymentLimits],
])('a debit looks at the type of %s before it writes', async (_, keyOf) => {
  const { payer, payment } = await moved();
  await admin.set(keyOf(payer.ref.user), 'not what it was');
  const was = await everything(admin, payer.ref);
  await expect(debit(redis, payment, proven())).rejects.toMatchObject({ code: 'internal' });
  expect(await everything(admin, payer.ref)).toEqual(was);
});
