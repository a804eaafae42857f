/** What open holds bring in is in the balance, and not to be spent before it is booked. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HELD_CATEGORY, type OpenHold, releaseOf } from '#lib/ledger/holds.ts';
import { postEntry, readHead } from '#lib/ledger/post.ts';
import { carry } from '#lib/payments/carry.ts';
import { keys } from '#lib/redis/keys.ts';
import { freshAccount, posting, redisAs } from '../search/search-helpers.ts';
import { asked, customer, OPENING_MINOR, proven } from './payment-world.ts';

const [admin, deploy, redis] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('payments')]);

type Step =
  | { kind: 'hold'; amountMinor: number }
  | { kind: 'release'; which: number }
  | { kind: 'pay'; amountMinor: number; own: boolean };

const amount = fc.integer({ min: 1, max: OPENING_MINOR });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('hold' as const),
      amountMinor: fc.tuple(amount, fc.constantFrom(1, -1)).map(([minor, sign]) => minor * sign),
    }),
    fc.record({ kind: fc.constant('release' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constant('pay' as const), amountMinor: amount, own: fc.boolean() }),
  ),
  { minLength: 4, maxLength: 10 },
);

it('a payment or an own transfer takes what is there without pending money in, to the cent, and no more', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (made) => {
      const payer = await customer(deploy);
      const [payee, own] = await Promise.all([
        customer(deploy),
        customer(deploy, { user: payer.ref.user, account: freshAccount() }),
      ]);
      await admin.hSet(keys.paymentLimits(payer.ref.user), {
        perPaymentMinor: String(100 * OPENING_MINOR),
        perDayMinor: String(100 * OPENING_MINOR),
      });
      let balance = OPENING_MINOR;
      const open = async (): Promise<readonly OpenHold[]> => (await readHead(admin, payer.ref)).holds;
      for (const step of made) {
        const held = await open();
        if (step.kind === 'hold') {
          if (held.length === 6) continue;
          const { amountMinor } = step;
          await postEntry(deploy, payer.ref, posting({ amountMinor, type: 'hold', category: HELD_CATEGORY }));
          balance += amountMinor;
        } else if (step.kind === 'release') {
          const hold = held[step.which % Math.max(1, held.length)];
          if (!hold) continue;
          await postEntry(deploy, payer.ref, releaseOf(hold, { id: `released-${hold.seq}`, at: Date.now() }));
          balance -= hold.amountMinor;
        } else {
          const uncertain = held.reduce((sum, { amountMinor }) => sum + Math.max(0, amountMinor), 0);
          const availableMinor = Math.max(0, balance - uncertain);
          const payment = await asked(redis, payer, step.own ? own : payee, step.amountMinor);
          const proof = step.own ? undefined : proven();
          const is = await carry(redis, payer.ref.user, payment.id, proof);
          if (step.amountMinor <= balance - uncertain) {
            expect(is).toMatchObject({ state: 'done' });
            balance -= step.amountMinor;
          } else {
            expect(is).toMatchObject({ state: 'refused', reason: 'not_enough', facts: { availableMinor } });
          }
        }
        expect(Number(await admin.hGet(keys.account(payer.ref), 'balance'))).toBe(balance);
      }
    }),
    {
      numRuns: 12,
      examples: [
        [
          [
            { kind: 'hold', amountMinor: 50_00 },
            { kind: 'pay', amountMinor: OPENING_MINOR + 1, own: false },
            { kind: 'pay', amountMinor: OPENING_MINOR + 1, own: true },
            { kind: 'pay', amountMinor: OPENING_MINOR, own: false },
            { kind: 'release', which: 0 },
            { kind: 'pay', amountMinor: 1, own: true },
          ],
        ],
      ],
    },
  );
});
