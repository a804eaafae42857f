/** What came in and went out by category: one command a window of seqs, so that no one waits for a large account. */
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { aggregate, SUMS, TOTALS_WINDOW } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import { understand } from '#lib/search/understand.ts';

/** `outMinor` is positive. */
export type CategorySums = { category: string; count: number; inMinor: number; outMinor: number };

/** More categories than there are: without a number the aggregate would answer ten. */
const MAX_CATEGORIES = 1000;

/**
 * Sums of every category among an account's matches, exact to the cent, by spending (out − in), greatest first;
 * `{}` is everything. FT.AGGREGATE … GROUPBY category over windows of seqs, O(matches): category and amount stand in
 * the sorting vector, so that no document is read. `seq` is of the
 * newest entry that is counted if it matches: what is posted later can be added to the sums.
 */
export async function categorySums(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
): Promise<{ items: CategorySums[]; seq: number }> {
  const { search, range, small, seq } = await understand(redis, ref, filter);
  const sums = new Map<string, CategorySums>();
  if (!search) return { items: [], seq };
  for (let end = range.last + 1; end > range.first; end -= TOTALS_WINDOW) {
    const window = { begin: Math.max(range.first, end - TOTALS_WINDOW), end, whole: small };
    const rows = await aggregate(
      redis,
      search,
      window,
      `APPLY @amount*(@amount>0) AS in GROUPBY 1 @category ${SUMS} LIMIT 0 ${MAX_CATEGORIES}`,
    );
    for (const { category = '', count, in: inText, net } of rows) {
      const before = sums.get(category);
      const inMinor = Number(inText);
      sums.set(category, {
        category,
        count: (before?.count ?? 0) + Number(count),
        inMinor: (before?.inMinor ?? 0) + inMinor,
        outMinor: (before?.outMinor ?? 0) + inMinor - Number(net),
      });
    }
  }
  const items = [...sums.values()].sort(
    (one, other) => spendOf(other) - spendOf(one) || (one.category < other.category ? -1 : 1),
  );
  return { items, seq };
}

const spendOf = ({ inMinor, outMinor }: CategorySums): number => outMinor - inMinor;
