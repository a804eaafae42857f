/** Sums by category. */
import type { AccountRef } from '#lib/ids.ts';
import { ownCategory } from '#lib/ledger/categorised.ts';
import { countedAs, FLOWS, isFlow } from '#lib/ledger/direction.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import type { Redis } from '#lib/redis/client.ts';
import { aggregateAll, SUMS } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import { narrowed, type Understood, understand } from '#lib/search/understand.ts';

/** What was spent on one, net of what came back. */
type Merchant = { name: string; amountMinor: number };
/** `outMinor` is positive. `merchants` are those behind it, greatest spending first, at most 500. */
export type CategorySums = {
  category: string;
  count: number;
  inMinor: number;
  outMinor: number;
  merchants: Merchant[];
};

/** More than there are: the default would answer ten. */
const MAX_GROUPS = 100_000;
const MAX_MERCHANTS = 500;

/**
 * Sums of every category among an account's matches that are income or spending, with the merchants behind it, exact to
 * the cent, greatest spending (out − in) first; `{}` is everything. `seq` is the newest entry considered: later postings
 * can be added. FT.AGGREGATE … GROUPBY counterparty category direction over windows of seqs, O(matches), from the sorting
 * vector alone.
 */
export async function categorySums(redis: Redis, ref: AccountRef, filter: Filter) {
  const { rows, seq } = await categoryRows(redis, ref, filter);
  return { items: byCategory(rows), seq };
}

/** One account's part of the sums of several. */
export async function categoryRows(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  edits?: readonly number[],
  known?: Understood,
) {
  const [understood, own] = await Promise.all([
    known ?? understand(redis, ref, filter, edits),
    ownCategories(redis, ref.user),
  ]);
  const steps = `GROUPBY 3 @counterparty @category @direction ${SUMS} LIMIT 0 ${MAX_GROUPS}`;
  const spent = narrowed(understood, `@direction:{${FLOWS.join('|')}}`);
  const rows = (await aggregateAll(redis, spent, steps)).map((row) => ({
    ...row,
    category: ownCategory(own, row.counterparty ?? '') ?? row.category ?? '',
  }));
  return { rows, seq: understood.seq };
}

/** The sums of such rows. */
export function byCategory(rows: readonly Record<string, string>[]): CategorySums[] {
  const categories = new Map<string, { sums: Omit<CategorySums, 'merchants'>; spent: Map<string, number> }>();
  for (const { counterparty = '', category = '', direction, count, sum } of rows) {
    if (!isFlow(direction)) continue;
    const known = categories.get(category) ?? {
      sums: { category, count: 0, inMinor: 0, outMinor: 0 },
      spent: new Map<string, number>(),
    };
    categories.set(category, known);
    const { sums, spent } = known;
    sums.count += Number(count);
    sums[`${direction}Minor`] += countedAs(direction, Number(sum));
    spent.set(counterparty, (spent.get(counterparty) ?? 0) - Number(sum));
  }
  const items = [...categories.values()].map(({ sums, spent }) => ({ ...sums, merchants: greatest(spent) }));
  return items.sort(bySpending);
}

function greatest(spent: ReadonlyMap<string, number>): Merchant[] {
  const merchants = [...spent].map(([name, amountMinor]) => ({ name, amountMinor }));
  return merchants.sort(bySpent).slice(0, MAX_MERCHANTS);
}

const bySpent = (one: Merchant, other: Merchant): number =>
  other.amountMinor - one.amountMinor || (one.name < other.name ? -1 : 1);

const spendOf = ({ inMinor, outMinor }: CategorySums): number => outMinor - inMinor;
const bySpending = (one: CategorySums, other: CategorySums): number =>
  spendOf(other) - spendOf(one) || (one.category < other.category ? -1 : 1);
