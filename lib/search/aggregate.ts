/** Searches entries. */
import { transactionIndex } from '#lib/ledger/ledger-index.ts';
import type { SeqRange } from '#lib/ledger/read-entries.ts';
import { aggregateRows } from '#lib/redis/aggregate.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Search } from '#lib/search/query.ts';
import type { Understood } from '#lib/search/understand.ts';

/** Sums visit every match: windows keep one command below about 5 ms. */
const TOTALS_WINDOW = 10_000;

/** Of a group of matches. */
export const SUMS = 'REDUCE COUNT 0 AS count REDUCE SUM 1 @amount AS sum';

/** Seqs from `begin` up to, not including, `end`; `whole` when no clause is needed for `begin`. */
type Window = { begin: number; end: number; whole: boolean };

/**
 * FT.AGGREGATE of the account's matches within a window, with `steps` as redis-cli takes them: never a user's text.
 * The window is a clause only where it leaves entries out by itself; `end` and the conditions are FILTERs, checked row
 * by row in the sorting vector.
 */
export function aggregate(
  redis: Redis,
  { query, conditions }: Search,
  { begin, end, whole }: Window,
  steps: string,
): Promise<Record<string, string>[]> {
  const clause = whole ? query : `${query} @seq:[${begin} (${end}]`;
  const filter = [...conditions, `@seq<${end}`].join(' && ');
  return aggregateRows(redis, transactionIndex.alias, clause, 'FILTER', filter, ...steps.split(' '));
}

/** Where a window of seqs below `end` begins. */
export const windowBelow = ({ first }: SeqRange, end: number, size: number): number =>
  Math.max(first, end - size);

/** The same of all matches: one command a window of seqs, so that a group may have a row in each. */
export async function aggregateAll(
  redis: Redis,
  { search, range, small }: Understood,
  steps: string,
): Promise<Record<string, string>[]> {
  const parts: Record<string, string>[][] = [];
  for (let end = range.last + 1; search && end > range.first; ) {
    const begin = windowBelow(range, end, TOTALS_WINDOW);
    parts.push(await aggregate(redis, search, { begin, end, whole: small }, steps));
    end = begin;
  }
  return parts.flat();
}
