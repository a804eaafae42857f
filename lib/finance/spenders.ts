/** Net spend by counterparty, kept by the posting in sorted sets, of all time and by month. */
import { z } from 'zod';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { copied } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';

/** `all`, or a bank month `yyyy-mm`. */
export const spenderPeriodSchema = z
  .string()
  .regex(/^(?:all|(?:19[7-9]\d|2\d{3})-(?:0[1-9]|1[0-2]))$/, 'is neither "all" nor a month like 2026-03');
export type SpenderPeriod = z.infer<typeof spenderPeriodSchema>;
export type Spender = { name: string; amountMinor: number };

/**
 * The counterparties with the greatest net spend of a period, greatest first, and the sum of the others. Amounts are
 * positive minor units; whoever paid in more is left out. Scores are −Σ amount, so refunds count against it. ZRANGE
 * +inf (0 BYSCORE REV, O(log n + counterparties): `REV` makes it the biggest spenders.
 */
export async function spenders(redis: Redis, ref: AccountRef, period: SpenderPeriod, limit: number) {
  const key = keys.spenders(ref, period === 'all' ? undefined : period);
  const ranked = await redis.zRangeWithScores(key, '+inf', '(0', { BY: 'SCORE', REV: true });
  const all = ranked.map(toSpender);
  const otherMinor = all.slice(limit).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { items: all.slice(0, limit), otherMinor };
}

/** The first items of `spenders`, of all time. ZRANGE +inf (0 BYSCORE REV LIMIT 0 limit, O(log n + limit), or a copy. */
export async function biggestSpenders(redis: Redis, ref: AccountRef, limit: number): Promise<Spender[]> {
  const first = { BY: 'SCORE', REV: true, LIMIT: { offset: 0, count: limit } } as const;
  const key = keys.spenders(ref);
  return copied(redis, key, `first ${limit}`, async () =>
    (await redis.zRangeWithScores(key, '+inf', '(0', first)).map(toSpender),
  );
}

/**
 * Net spend of every counterparty in a period, greatest first, negative for those who paid in more. ZRANGE 0 -1 REV,
 * O(counterparties).
 */
export async function netSpends(redis: Redis, ref: AccountRef, period: SpenderPeriod): Promise<Spender[]> {
  const key = keys.spenders(ref, period === 'all' ? undefined : period);
  const ranked = await redis.zRangeWithScores(key, 0, -1, { REV: true });
  return ranked.map(toSpender);
}

const toSpender = ({ value, score }: { value: string; score: number }): Spender => ({
  name: value,
  amountMinor: score,
});

/**
 * Counterparties with a word that begins with `text`, accents and case folded, greatest spend first, at most `limit`. One
 * ZRANGE, O(counterparties).
 */
export async function counterparties(redis: Redis, ref: AccountRef, text: string, limit: number) {
  const wanted = ` ${foldText(text)}`;
  const names = (await netSpends(redis, ref, 'all')).map(({ name }) => name);
  return names.filter((name) => ` ${foldText(name)}`.includes(wanted)).slice(0, limit);
}
