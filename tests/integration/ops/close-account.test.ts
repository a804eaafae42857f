/** `npm run user -- close-account`, and what payments make of it. */
import { expect, test } from 'vitest';
import { carry } from '#lib/payments/carry.ts';
import { keys } from '#lib/redis/keys.ts';
import { addTicking, readTicking } from '#worker/ticking.ts';
import { asked, customer, OPENING_MINOR, proven } from '../payments/payment-world.ts';
import { emptyBank } from './job-runs.ts';

const { redis, job } = await emptyBank();
const balanceOf = async ({ ref }: Awaited<ReturnType<typeof customer>>) =>
  Number(await redis.hGet(keys.account(ref), 'balance'));

test('a closed account takes no money: payments to it come back, and what it has can be paid out', async () => {
  const [payer, closed] = [await customer(redis), await customer(redis)];
  const also = await customer(redis, { user: closed.ref.user });
  await addTicking(redis, closed.ref);
  expect(await job('ops/user.ts', 'close-account', closed.number)).toEqual({
    status: 0,
    output: `Account ${closed.number} is closed: it takes no more money. Its 1000.00 USD can still be paid out.\n`,
  });
  expect(await readTicking(redis)).toEqual([]);

  const payment = await asked(redis, payer, closed, 25_00);
  expect(await carry(redis, payer.ref.user, payment.id, proven())).toMatchObject({ state: 'returned' });
  expect([await balanceOf(payer), await balanceOf(closed)]).toEqual([OPENING_MINOR, OPENING_MINOR]);
  const into = await asked(redis, also, closed, 1_00);
  expect(await carry(redis, closed.ref.user, into.id)).toMatchObject({
    state: 'refused',
    reason: 'account_closed',
  });
  const away = await asked(redis, closed, also, OPENING_MINOR);
  expect(await carry(redis, closed.ref.user, away.id)).toMatchObject({ state: 'done' });
  expect([await balanceOf(also), await balanceOf(closed)]).toEqual([2 * OPENING_MINOR, 0]);

  expect((await job('ops/user.ts', 'close-account', closed.number)).output).toContain('closed already');
  expect(await job('ops/user.ts', 'close-account', '404404404')).toEqual({
    status: 1,
    output: 'No account has the number "404404404".\n',
  });
});
