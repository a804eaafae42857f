/**
 * What a customer may pay to others: at once and in a day of the bank. What is left of a day is the payments process's to
 * write, the limits are the operator's.
 */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys } from '#lib/redis/keys.ts';
import { dayOf, daysAfter, startOfDay } from '#lib/time.ts';
import { DEFAULT_LIMITS } from './payment-limits.ts';

const storedSchema = z.object({
  perPaymentMinor: z.coerce.number().int().default(DEFAULT_LIMITS.perPaymentMinor),
  perDayMinor: z.coerce.number().int().default(DEFAULT_LIMITS.perDayMinor),
  /** The day that `spentMinor` is of. */
  day: z.string().default(''),
  spentMinor: z.coerce.number().int().default(0),
});

export type Limits = {
  perPaymentMinor: number;
  perDayMinor: number;
  leftTodayMinor: number;
  renewsAt: number;
};

/** The limits with what is left of today’s, and when that begins anew. HGETALL, O(1). */
export async function readLimits(redis: Redis, user: UserTag): Promise<Limits> {
  const { timeZone } = config();
  const stored = storedSchema.parse({ ...(await redis.hGetAll(keys.paymentLimits(user))) });
  const today = dayOf(await redisNow(redis), timeZone);
  // As debit.lua: a later day goes on.
  const isAhead = stored.day > today;
  const day = isAhead ? stored.day : today;
  const spentMinor = stored.day === day ? stored.spentMinor : 0;
  return {
    perPaymentMinor: stored.perPaymentMinor,
    perDayMinor: stored.perDayMinor,
    leftTodayMinor: Math.max(0, stored.perDayMinor - spentMinor),
    renewsAt: startOfDay(daysAfter(day, 1), timeZone),
  };
}
