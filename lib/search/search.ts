/** Searches one account's entries, newest first, and sums all matches. */
import type { AccountRef } from '#lib/ids.ts';
import {
  latestEntries,
  type Page,
  type PageRequest,
  readEntries,
  type SeqRange,
} from '#lib/ledger/read-entries.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { aggregate, SUMS, TOTALS_WINDOW, type Window } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import type { Search } from '#lib/search/query.ts';
import { isEmpty, SMALL, understand } from '#lib/search/understand.ts';

/** `outMinor` is positive; `netMinor` is `inMinor − outMinor`. */
export type Totals = { count: number; inMinor: number; outMinor: number; netMinor: number };

/**
 * Searches read large accounts in windows of seqs, newest first, and stop at a full page: the first few thousand
 * entries usually fill it. Then the index goes from match to match; only conditions visit every row, so those go on in
 * windows.
 */
const PAGE_WINDOWS = [2000, 20_000];
const CONDITION_WINDOW = 200_000;

/**
 * A page of matches, newest first; `next` is null when the page was not full. An empty filter reads computed keys.
 * Otherwise HMGET, for text the account's notes and uncached words, FT.AGGREGATE for the seqs (O(matches in the
 * window), sorting vector only) and JSON.MGET of the page.
 */
export async function searchEntries(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  page: PageRequest,
): Promise<Page> {
  if (isEmpty(filter)) return latestEntries(redis, ref, page);
  const { search, range, small, edits } = await understand(redis, ref, filter, page.edits);
  const read = page.after === undefined ? matchingSeqs : seqsAfter;
  const seqs = search ? await read(redis, search, range, small, page) : [];
  const items = await readEntries(redis, ref, seqs);
  return {
    items,
    next: page.after === undefined && seqs.length === page.limit ? (seqs.at(-1) ?? null) : null,
    ...(edits.some((count) => count > 0) ? { edits } : {}),
  };
}

/**
 * Count, in, out and net of all matches, exact to the cent (integers up to 2^53). An empty filter reads the posting's
 * counters: HMGET, O(1). Otherwise FT.AGGREGATE over windows of seqs, O(matches); later postings are not counted. Pass
 * the page's `edits`, so that both agree.
 */
export async function searchTotals(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  edits?: readonly number[],
): Promise<Totals> {
  if (isEmpty(filter)) {
    const [count, inMinor, outMinor] = await redis.hmGet(keys.totals(ref), ['count', 'in', 'out']);
    return totalsOf(Number(count ?? 0), Number(inMinor ?? 0), Number(outMinor ?? 0));
  }
  const { search, range, small } = await understand(redis, ref, filter, edits);
  let sum = totalsOf(0, 0, 0);
  if (!search) return sum;
  const { first, last } = range;
  for (let end = last + 1; end > first; end -= TOTALS_WINDOW) {
    const window = { begin: Math.max(first, end - TOTALS_WINDOW), end, whole: small };
    const part = await windowTotals(redis, search, window);
    sum = totalsOf(sum.count + part.count, sum.inMinor + part.inMinor, sum.outMinor + part.outMinor);
  }
  return sum;
}

const totalsOf = (count: number, inMinor: number, outMinor: number): Totals => ({
  count,
  inMinor,
  outMinor,
  netMinor: inMinor - outMinor,
});

async function matchingSeqs(
  redis: Redis,
  search: Search,
  { first, last }: SeqRange,
  small: boolean,
  { before, limit }: PageRequest,
): Promise<number[]> {
  const top = Math.min(before ?? Number.POSITIVE_INFINITY, last + 1);
  const rest = search.conditions.length > 0 ? CONDITION_WINDOW : Number.POSITIVE_INFINITY;
  const seqs: number[] = [];
  let end = top;
  for (let round = 0; end > first; round++) {
    const width = PAGE_WINDOWS[round] ?? rest;
    const begin = end - first <= SMALL ? first : Math.max(first, end - width);
    const window = { begin, end, whole: small || width === Number.POSITIVE_INFINITY };
    const missing = limit - seqs.length;
    const steps = `SORTBY 2 @seq DESC MAX ${missing} LIMIT 0 ${missing}`;
    const rows = await aggregate(redis, search, window, steps);
    seqs.push(...rows.map((row) => Number(row.seq)));
    if (seqs.length >= limit) break;
    end = begin;
  }
  return seqs;
}

/** The matches nearest above `after`, newest first, by windows in the other direction. */
async function seqsAfter(
  redis: Redis,
  search: Search,
  { first, last }: SeqRange,
  small: boolean,
  { after = 0, limit }: PageRequest,
): Promise<number[]> {
  const rest = search.conditions.length > 0 ? CONDITION_WINDOW : Number.POSITIVE_INFINITY;
  const seqs: number[] = [];
  let begin = Math.max(first, after + 1);
  for (let round = 0; begin <= last && seqs.length < limit; round++) {
    const width = small ? Number.POSITIVE_INFINITY : (PAGE_WINDOWS[round] ?? rest);
    const end = Math.min(last + 1, begin + width);
    const above = { ...search, conditions: [...search.conditions, `@seq>=${begin}`] };
    const window = { begin, end, whole: width === Number.POSITIVE_INFINITY };
    const missing = limit - seqs.length;
    const steps = `SORTBY 2 @seq ASC MAX ${missing} LIMIT 0 ${missing}`;
    const rows = await aggregate(redis, above, window, steps);
    seqs.push(...rows.map((row) => Number(row.seq)));
    begin = end;
  }
  return seqs.reverse();
}

async function windowTotals(redis: Redis, search: Search, window: Window): Promise<Totals> {
  const steps = `APPLY @amount*(@amount>0) AS in GROUPBY 0 ${SUMS}`;
  const [row] = await aggregate(redis, search, window, steps);
  const [count = 0, inMinor = 0, net = 0] = [row?.count, row?.in, row?.net].map((text) => Number(text ?? 0));
  return totalsOf(count, inMinor, inMinor - net);
}
