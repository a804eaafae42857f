/** Payments spend the available balance: what is pending outwards is reserved, and pending money in does not count. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { authorize, endPending, readPending } from '#lib/ledger/authorize.ts';
import { reservedMinor } from '#lib/ledger/pending.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { carry } from '#lib/payments/carry.ts';
import { keys } from '#lib/redis/keys.ts';
import { freshAccount, posting, redisAs } from '../search/search-helpers.ts';
import { asked, customer, OPENING_MINOR, proven } from './payment-world.ts';

const [admin, deploy, redis] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('payments')]);

type Step =
  | { kind: 'authorize'; amountMinor: number }
  | { kind: 'void' | 'post'; which: number }
  | { kind: 'pay'; amountMinor: number; own: boolean };

const amount = fc.integer({ min: 1, max: OPENING_MINOR });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('authorize' as const),
      amountMinor: fc.tuple(amount, fc.constantFrom(1, -1)).map(([minor, sign]) => minor * sign),
    }),
    fc.record({ kind: fc.constantFrom('void' as const, 'post' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constant('pay' as const), amountMinor: amount, own: fc.boolean() }),
  ),
  { minLength: 4, maxLength: 10 },
);

const payerWithoutLimits = async () => {
  const payer = await customer(deploy);
  await admin.hSet(keys.paymentLimits(payer.ref.user), {
    perPaymentMinor: String(100 * OPENING_MINOR),
    perDayMinor: String(100 * OPENING_MINOR),
  });
  return payer;
};

const pendingOf = (amountMinor: number) => ({
  ...posting({ amountMinor }),
  expiresAt: Date.now() + 60_000,
});

const balances = async (ref: Parameters<typeof keys.account>[0]) =>
  (await admin.hmGet(keys.account(ref), ['balance', 'available'])).map(Number);

it('a payment or an own transfer takes what is available, to the cent, and no more', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (made) => {
      const payer = await payerWithoutLimits();
      const [payee, own] = await Promise.all([
        customer(deploy),
        customer(deploy, { user: payer.ref.user, account: freshAccount() }),
      ]);
      let [balance, available] = [OPENING_MINOR, OPENING_MINOR];
      for (const step of made) {
        const pending = await readPending(admin, payer.ref);
        if (step.kind === 'authorize') {
          if (pending.length === 6) continue;
          const { status } = await authorize(deploy, payer.ref, pendingOf(step.amountMinor));
          const reserved = reservedMinor(step);
          expect(status).toBe(reserved > available ? 'declined' : 'authorized');
          if (status === 'authorized') available -= reserved;
        } else if (step.kind === 'pay') {
          const payment = await asked(redis, payer, step.own ? own : payee, step.amountMinor);
          const is = await carry(redis, payer.ref.user, payment.id, step.own ? undefined : proven());
          if (step.amountMinor <= available) {
            expect(is).toMatchObject({ state: 'done' });
            balance -= step.amountMinor;
            available -= step.amountMinor;
          } else {
            const facts = { availableMinor: available };
            expect(is).toMatchObject({ state: 'refused', reason: 'not_enough', facts });
          }
        } else {
          const one = pending[step.which % Math.max(1, pending.length)];
          if (!one) continue;
          available += reservedMinor(one);
          if (step.kind === 'void') {
            await endPending(deploy, payer.ref, one, { at: Date.now(), kind: 'voided' });
          } else {
            const { expiresAt: _, ...final } = one;
            await postEntry(deploy, payer.ref, { ...final, at: Date.now() }, { posts: true });
            balance += one.amountMinor;
            available += one.amountMinor;
          }
        }
        expect(await balances(payer.ref)).toEqual([balance, available]);
      }
    }),
    {
      numRuns: 12,
      examples: [
        [
          [
            { kind: 'authorize', amountMinor: 50_00 },
            { kind: 'pay', amountMinor: OPENING_MINOR + 1, own: false },
            { kind: 'pay', amountMinor: OPENING_MINOR + 1, own: true },
            { kind: 'pay', amountMinor: OPENING_MINOR, own: false },
            { kind: 'void', which: 0 },
            { kind: 'pay', amountMinor: 1, own: true },
          ],
        ],
      ],
    },
  );
});

it('two payments at once of all that is available beside pending ones: one is done, the other refused', async () => {
  const payer = await payerWithoutLimits();
  const payee = await customer(deploy);
  await authorize(deploy, payer.ref, pendingOf(-30_00));
  await authorize(deploy, payer.ref, pendingOf(20_00));
  const all = OPENING_MINOR - 30_00;
  const payments = await Promise.all([asked(redis, payer, payee, all), asked(redis, payer, payee, all)]);
  const done = await Promise.all(
    payments.map(({ id }, at) => carry(redis, payer.ref.user, id, { ...proven(), counter: at + 1 })),
  );
  expect(done.map(({ state }) => state).sort()).toEqual(['done', 'refused']);
  expect(await balances(payer.ref)).toEqual([30_00, 0]);
});
