/** Sums by category: one command a window of seqs, so that a large account blocks nothing. */
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { aggregate, SUMS, TOTALS_WINDOW } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import { understand } from '#lib/search/understand.ts';

/** `outMinor` is positive. */
export type CategorySums = { category: string; count: number; inMinor: number; outMinor: number };

/** More than there are: the default would answer ten. */
const MAX_CATEGORIES = 1000;

/**
 * Sums of every category among an account's matches, exact to the cent, greatest spending (out − in) first; `{}` is
 * everything. `seq` is the newest entry considered: later postings can be added. FT.AGGREGATE … GROUPBY category over
 * windows of seqs, O(matches), from the sorting vector alone.
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
