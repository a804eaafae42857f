/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { newPlans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import type { AccountRef } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import { LAST_BOOKED } from '#lib/ledger/holds.ts';
import { latestEntries, type Page } from '#lib/ledger/read-entries.ts';
import { HISTORY_LOADED } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, TICK } from '#lib/time.ts';
import { readTicking } from '#worker/ticking.ts';
import { accountPages, userPages } from './scan.ts';

/** A script and two reads an account, a script a user, O(1) where nothing is missing. */
export async function upgradeData(redis: Redis): Promise<void> {
  for await (const refs of accountPages(redis)) {
    await Promise.all(
      refs.flatMap((ref) => [ensureTiers(redis, ref), ensureNumber(redis, ref), ensureBooked(redis, ref)]),
    );
  }
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
  await rememberDayPlan(redis, await redisNow(redis));
}

async function ensureNumber(redis: Redis, ref: AccountRef): Promise<void> {
  const number = await redis.hGet(keys.account(ref), 'number');
  if (number) await noteNumber(redis, ref, number);
}

/** What was booked last, which earlier builds did not name: JSON.MGET of 500 entries, or of 8,640 for each day of ticks. */
async function ensureBooked(redis: Redis, ref: AccountRef): Promise<void> {
  if (await redis.hExists(keys.account(ref), 'booked')) return;
  const booked: number[] = [];
  for (let before: number | null | undefined; booked.length < LAST_BOOKED && before !== null; ) {
    const page: Page = await latestEntries(redis, ref, { before, limit: 500 });
    booked.push(...page.items.filter(({ type }) => type !== 'hold').map(({ seq }) => seq));
    before = page.next;
  }
  await redis.hSetNX(keys.account(ref), 'booked', booked.slice(0, LAST_BOOKED).reverse().join(' '));
}

/** Says that the entries of a day's plan are booked under ids of the plan, which earlier builds did not. */
export const PLAN_IDS = 'planIds';

/**
 * Once: what of the day's plan an earlier build has booked until `at` (milliseconds) is not booked again. SMEMBERS, and for
 * each account HMGET and a SET for each entry.
 */
export async function rememberDayPlan(redis: Redis, at: number): Promise<void> {
  const [isKnown, isLoaded] = await redis.hmGet(keys.deployed(), [PLAN_IDS, HISTORY_LOADED]);
  if (isKnown) return;
  if (isLoaded) {
    const plans = newPlans(config().timeZone);
    for (const { ref, offsetMs } of await readTicking(redis)) {
      const [number, seq] = await redis.hmGet(keys.account(ref), ['number', 'seq']);
      if (!number) continue;
      const due = plans
        .of(number, { at, offsetMs })
        .entries.filter(({ tick }) => tick * TICK + offsetMs <= at);
      // Whoever posts one of them is answered that it is there, as after a posting of its own (post.lua).
      await Promise.all(
        due.map(({ posting }, index) =>
          redis.set(
            keys.posted(ref.user, posting.id),
            `${ref.account}:${Number(seq) - due.length + 1 + index}`,
            { expiration: { type: 'PX', value: DAY } },
          ),
        ),
      );
    }
  }
  await redis.hSet(keys.deployed(), PLAN_IDS, '1');
}
