/** Who gets the most: net spend by counterparty, kept by the posting in sorted sets, of all time and by month. */
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

export type SpenderPeriod = 'all' | `${number}-${number}`;
export type Spender = { name: string; amountMinor: number };

/**
 * The counterparties with the greatest net spend of a period (a bank month, or all), greatest first, and what the
 * others together got. Amounts are positive minor units; who paid in more than they got is no spender and is in
 * neither. Money back counts against a counterparty: scores are −Σ amount.
 *
 * ZRANGE +inf (0 BYSCORE REV, O(log n + counterparties): `REV` is what makes it the biggest and not the smallest.
 */
export async function spenders(
  redis: Redis,
  ref: AccountRef,
  period: SpenderPeriod,
  limit: number,
): Promise<{ items: Spender[]; otherMinor: number }> {
  const key = keys.spenders(ref, period === 'all' ? undefined : period);
  const ranked = await redis.zRangeWithScores(key, '+inf', '(0', { BY: 'SCORE', REV: true });
  const all = ranked.map(({ value, score }) => ({ name: value, amountMinor: score }));
  const otherMinor = all.slice(limit).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { items: all.slice(0, limit), otherMinor };
}
