/** Searches entries. */
import { z } from 'zod';
import { transactionIndex } from '#lib/ledger/ledger-index.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Search } from '#lib/search/query.ts';

/** Sums visit every match: windows keep one command below about 5 ms. */
export const TOTALS_WINDOW = 10_000;

/** Of a group of matches; `in` is applied before. */
export const SUMS = 'REDUCE COUNT 0 AS count REDUCE SUM 1 @in AS in REDUCE SUM 1 @amount AS net';

/** Seqs from `begin` up to, not including, `end`; `whole` when no clause is needed for `begin`. */
export type Window = { begin: number; end: number; whole: boolean };

const aggregateReply = z.object({
  results: z.array(z.object({ extra_attributes: z.record(z.string(), z.string()) })),
  warning: z.array(z.string()),
});

/**
 * FT.AGGREGATE of the account's matches within a window, with `steps` as redis-cli takes them: never a user's text.
 * The window is a clause only where it leaves entries out by itself; `end` and the conditions are FILTERs, checked row
 * by row in the sorting vector.
 */
export async function aggregate(
  redis: Redis,
  { query, conditions }: Search,
  { begin, end, whole }: Window,
  steps: string,
): Promise<Record<string, string>[]> {
  const clause = whole ? query : `${query} @seq:[${begin} (${end}]`;
  const filter = [...conditions, `@seq<${end}`].join(' && ');
  const reply = await redis.sendCommand([
    'FT.AGGREGATE',
    transactionIndex.alias,
    clause,
    'FILTER',
    filter,
    ...`${steps} DIALECT 2`.split(' '),
  ]);
  const { results, warning } = aggregateReply.parse(reply);
  // A search that timed out must not look complete.
  if (warning.length > 0) throw new Error(`incomplete search: ${warning.join('; ')}`);
  return results.map((row) => row.extra_attributes);
}
