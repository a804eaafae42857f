/** The lowest and the highest balance of every range, against whatever was posted. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extent } from '#app/_kit/charts/points.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { BALANCE_RANGES } from '#lib/finance/ranges.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { RAW_SAMPLES_KEPT_MS } from '#lib/redis/keys.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';
import { freshRef, OPENED_AT, OPENING_MINOR, posting, redisAs } from '../search/search-helpers.ts';

const [deploy, web] = await Promise.all([redisAs('deploy'), redisAs('web')]);

/** Close together, about whole hours, where buckets of the tiers meet, and all over the year. */
const agoMs = fc.oneof(
  fc.integer({ min: 1, max: 5 * MINUTE }),
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: -2, max: 2 })).map(([hours, ms]) => {
    const now = Date.now();
    return now - (Math.floor(now / HOUR) - hours) * HOUR + ms;
  }),
  fc.integer({ min: 1, max: 40 * DAY }),
  fc.integer({ min: 1, max: 390 * DAY }),
);
const posted = fc.array(
  fc.record({
    agoMs,
    amountMinor: fc.integer({ min: -900_00, max: 900_00 }).filter((amount) => amount !== 0),
    type: fc.constantFrom<Posting['type'][]>('card', 'own_transfer'),
  }),
  { minLength: 1, maxLength: 60 },
);

type Balance = { x: number; yMinor: number };

it('of a longer range are never inside those of a shorter one, and each is at the booking that made it', async () => {
  await fc.assert(
    fc.asyncProperty(posted, async (sent) => {
      const now = Date.now();
      const ref = await freshRef(deploy);
      const postings = sent
        .map(({ agoMs, ...one }) => ({ ...one, at: now - agoMs }))
        .sort((one, other) => one.at - other.at)
        .filter(({ at }, index, all) => at > OPENED_AT && at !== all[index - 1]?.at);
      const made = postings.map((one) => posting(one));
      await postHistory(deploy, ref, made);
      let balance = OPENING_MINOR;
      const bookings = made.map(({ at, amountMinor }): Balance => {
        balance += amountMinor;
        return { x: at, yMinor: balance };
      });
      const lastAt = bookings.at(-1)?.x ?? OPENED_AT;
      const balanceAt = (at: number) => bookings.findLast(({ x }) => x <= at)?.yMinor ?? OPENING_MINOR;

      let shorter = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
      for (const range of BALANCE_RANGES) {
        const { points } = await balanceHistory(web, ref, range);
        const found = extent(points);
        if (!found) throw new Error(`${range} has no points`);
        const { low, high } = found;
        const [from = 0, to = 0] = [points[0]?.x, points.at(-1)?.x];
        const within = [
          balanceAt(from),
          ...bookings.filter(({ x }) => x > from && x <= to).map(({ yMinor }) => yMinor),
        ];
        expect([low.yMinor, high.yMinor], range).toEqual([Math.min(...within), Math.max(...within)]);
        for (const { x, yMinor } of [low, high]) {
          // Of what is older than the samples the hour is known, and the opening may come in the middle of it.
          const isOf = (one: Balance) =>
            one.x < lastAt - RAW_SAMPLES_KEPT_MS
              ? Math.abs(one.x - x) < HOUR && (x % HOUR === 0 || x === from + 1)
              : one.x === x;
          expect(
            x === from || bookings.some((one) => isOf(one) && one.yMinor === yMinor),
            `${range} ${x}`,
          ).toBe(true);
        }
        expect(low.yMinor, range).toBeLessThanOrEqual(shorter.low);
        expect(high.yMinor, range).toBeGreaterThanOrEqual(shorter.high);
        shorter = { low: low.yMinor, high: high.yMinor };
      }
    }),
    { numRuns: 40 },
  );
});

it('are of the last booking, too, when it is later than the clock that is read', async () => {
  const behind = await redisAs('web');
  const { sendCommand } = behind;
  // An answer that comes late puts the clock back by half of it.
  behind.sendCommand = (async (...args: Parameters<typeof sendCommand>) => {
    const answer = await sendCommand.apply(behind, args);
    await sleep(200);
    return answer;
  }) as typeof sendCommand;
  await redisNow(behind);
  const ref = await freshRef(deploy);
  const booked = posting({ at: Date.now(), amountMinor: 5_00 });
  await postHistory(deploy, ref, [booked]);
  for (const range of BALANCE_RANGES) {
    const { points } = await balanceHistory(behind, ref, range);
    expect(extent(points)?.high, range).toEqual({ x: booked.at, yMinor: OPENING_MINOR + 5_00 });
  }
});
