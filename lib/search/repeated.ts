/** Payments of counterparties that come up often enough to be regular, but not daily. */
import { z } from 'zod';
import type { AccountRef } from '#lib/ids.ts';
import { DIRECTIONS, type Direction } from '#lib/ledger/direction.ts';
import type { Redis } from '#lib/redis/client.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { aggregate, aggregateAll } from '#lib/search/aggregate.ts';
import { understand } from '#lib/search/understand.ts';

export type Repeated = {
  counterparty: string;
  category: string;
  direction: Direction;
  amountMinor: number;
  at: number;
};

const directionSchema = z.enum(DIRECTIONS);

/** Of one name: two years of weekly payments, and some more. */
const MIN_PAYMENTS = 3;
const MAX_PAYMENTS = 120;
/** Of all names together; those paid most rarely go first. */
const MAX_ROWS = 5000;
const MAX_NAMES = 100_000;

/**
 * All payments of such counterparties, at most 5,000. FT.AGGREGATE … GROUPBY counterparty over windows of seqs,
 * O(entries), then one for their rows, O(their entries), all from the sorting vector.
 */
export async function repeatedPayments(redis: Redis, ref: AccountRef): Promise<Repeated[]> {
  const understood = await understand(redis, ref, {});
  const { search, range } = understood;
  const byName = `GROUPBY 1 @counterparty REDUCE COUNT 0 AS count LIMIT 0 ${MAX_NAMES}`;
  const counts = new Map<string, number>();
  for (const { counterparty = '', count } of await aggregateAll(redis, understood, byName)) {
    counts.set(counterparty, (counts.get(counterparty) ?? 0) + Number(count));
  }
  const names = rarestFirst(counts);
  if (!search || names.length === 0) return [];
  const those = { ...search, query: `${search.query} @counterparty:{${names.map(escapeTag).join('|')}}` };
  const window = { begin: range.first, end: range.last + 1, whole: true };
  const steps = `LOAD 5 @counterparty @category @direction @amount @transactionDate LIMIT 0 ${MAX_ROWS}`;
  const rows = await aggregate(redis, those, window, steps);
  return rows.map(({ counterparty = '', category = '', direction, amount, transactionDate }) => ({
    counterparty,
    category,
    direction: directionSchema.parse(direction),
    amountMinor: Number(amount),
    at: Number(transactionDate),
  }));
}

function rarestFirst(counts: ReadonlyMap<string, number>): string[] {
  let room = MAX_ROWS;
  return [...counts]
    .filter(([, count]) => count >= MIN_PAYMENTS && count <= MAX_PAYMENTS)
    .sort(([, one], [, other]) => one - other)
    .flatMap(([name, count]) => {
      room -= count;
      return room >= 0 ? [name] : [];
    });
}
