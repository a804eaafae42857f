/** Sums by category. */
import type { AccountRef } from '#lib/ids.ts';
import { countedAs } from '#lib/ledger/direction.ts';
import type { Redis } from '#lib/redis/client.ts';
import { aggregateAll, SUMS } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import { understand } from '#lib/search/understand.ts';

/** `outMinor` is positive. */
export type CategorySums = { category: string; count: number; inMinor: number; outMinor: number };

/** More than there are: the default would answer ten. */
const MAX_CATEGORIES = 1000;

/**
 * Sums of every category among an account's matches that are income or spending, exact to the cent, greatest spending (out
 * − in) first; `{}` is everything. `seq` is the newest entry considered: later postings can be added. FT.AGGREGATE … GROUPBY category direction over
 * windows of seqs, O(matches), from the sorting vector alone.
 */
export async function categorySums(redis: Redis, ref: AccountRef, filter: Filter) {
  const understood = await understand(redis, ref, filter);
  const steps = `GROUPBY 2 @category @direction ${SUMS} LIMIT 0 ${MAX_CATEGORIES}`;
  const rows = await aggregateAll(redis, understood, steps);
  const sums = new Map<string, CategorySums>();
  for (const { category = '', direction, count, sum } of rows) {
    if (direction !== 'in' && direction !== 'out') continue;
    const before = sums.get(category) ?? { category, count: 0, inMinor: 0, outMinor: 0 };
    const name = `${direction}Minor` as const;
    const more = countedAs(direction, Number(sum));
    sums.set(category, { ...before, count: before.count + Number(count), [name]: before[name] + more });
  }
  const items = [...sums.values()].sort(
    (one, other) => spendOf(other) - spendOf(one) || (one.category < other.category ? -1 : 1),
  );
  return { items, seq: understood.seq };
}

const spendOf = ({ inMinor, outMinor }: CategorySums): number => outMinor - inMinor;
