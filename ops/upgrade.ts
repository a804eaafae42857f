/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { newPlans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import type { AccountRef } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import { nameLast } from '#lib/ledger/last-named.ts';
import { HISTORY_LOADED } from '#lib/readiness/readiness.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY, TICK } from '#lib/time.ts';
import { readTicking } from '#worker/ticking.ts';
import { accountPages, userPages } from './scan.ts';

/** Says that every account names its last entries, and that no process of an earlier build wrote since. */
export const LAST_NAMED = 'lastNamed';

/**
 * A script and a read an account, a script a user, O(1) where nothing is missing. Until it was run without finding an
 * account that names other last entries than it has, it looks them up in each: an earlier build may still be at work.
 */
export async function upgradeData(redis: Redis): Promise<void> {
  const isNamed = await redis.hExists(keys.deployed(), LAST_NAMED);
  let isRight = true;
  for await (const refs of accountPages(redis)) {
    await Promise.all(refs.flatMap((ref) => [ensureTiers(redis, ref), ensureNumber(redis, ref)]));
    if (isNamed) continue;
    const wrong = await Promise.all(refs.map((ref) => nameLast(redis, ref)));
    isRight &&= !wrong.includes(true);
  }
  if (!isNamed && isRight) await redis.hSet(keys.deployed(), LAST_NAMED, '1');
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
  await rememberDayPlan(redis, await redisNow(redis));
}

async function ensureNumber(redis: Redis, ref: AccountRef): Promise<void> {
  const number = await redis.hGet(keys.account(ref), 'number');
  if (number) await noteNumber(redis, ref, number);
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
