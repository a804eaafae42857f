/** Money in, out and moved, in all and by bank month, from counters that each posting keeps. */
import type { AccountRef } from '#lib/ids.ts';
import { type DirectionSums, directionSums } from '#lib/ledger/direction.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

/** `count` has every entry. */
export type Sums = { count: number } & DirectionSums;

/** Counters since the opening: HGETALL, O(months). A month (`yyyy-mm`) without entries is absent. */
export async function accountTotals(redis: Redis, ref: AccountRef) {
  const hash = await redis.hGetAll(keys.totals(ref));
  const sums = (suffix: string): Sums => ({
    count: Number(hash[`count${suffix}`] ?? 0),
    ...directionSums((direction) => Number(hash[`${direction}${suffix}`] ?? 0)),
  });
  const months = Object.keys(hash)
    .flatMap((field) => (field.startsWith('count:') ? [field.slice('count:'.length)] : []))
    .sort();
  return { all: sums(''), months: Object.fromEntries(months.map((month) => [month, sums(`:${month}`)])) };
}

/** Income and spending; `count` has every entry. */
export type Flow = Pick<Sums, 'count' | 'inMinor' | 'outMinor'>;
export type MonthSums = Flow & { month: string };

/** The same by month, as a list, oldest first; a month without entries is absent. */
export async function monthlySums(redis: Redis, ref: AccountRef): Promise<MonthSums[]> {
  const { months } = await accountTotals(redis, ref);
  return Object.entries(months).flatMap(([month, { count, inMinor, outMinor }]) =>
    count > 0 ? [{ month, count, inMinor, outMinor }] : [],
  );
}
