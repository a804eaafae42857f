/** Searches one account's entries, newest first, and sums all matches. */
import type { AccountRef } from '#lib/ids.ts';
import {
  countedAs,
  DIRECTIONS,
  type Direction,
  type DirectionSums,
  directionSums,
  netOf,
} from '#lib/ledger/direction.ts';
import { latestEntries, type Page, type PageRequest, readEntries } from '#lib/ledger/read-entries.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { aggregate, aggregateAll, SUMS, windowBelow } from '#lib/search/aggregate.ts';
import type { Filter } from '#lib/search/filter.ts';
import { pendingMatches } from '#lib/search/pending-matches.ts';
import { isEmpty, SMALL, type Understood, understand } from '#lib/search/understand.ts';

/**
 * `netMinor` is what all entries did to the balance. What is pending is in none of these sums but its own; `pendingMinor` is
 * signed.
 */
export type Totals = {
  count: number;
  netMinor: number;
  pendingCount: number;
  pendingMinor: number;
} & DirectionSums;

/**
 * Searches read large accounts in windows of seqs, newest first, and stop at a full page: the first few thousand
 * entries usually fill it. After 20,000 the index goes from match to match; only conditions visit every row, so those go
 * on in windows.
 */
const FIRST_WINDOW = 2000;
const WINDOWED = 20_000;
const CONDITION_WINDOW = 200_000;

/** The next window: as many entries as hold the rows that are missing, by those found so far, and half as many more. */
function nextWindow(looked: number, found: number, missing: number): number {
  if (looked === 0) return FIRST_WINDOW;
  return Math.min(WINDOWED, Math.max(looked, Math.ceil((1.5 * looked * missing) / found)));
}

/**
 * A page of matches, newest first; `next` is null when the page was not full. An empty filter reads computed keys.
 * Otherwise HMGET, for text the account's notes and uncached words, FT.AGGREGATE for the seqs (O(matches in the
 * window), sorting vector only) and JSON.MGET of the page. `known` is the filter where it was understood before.
 */
export async function searchEntries(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  page: PageRequest,
  known?: Understood,
): Promise<Page> {
  if (isEmpty(filter)) return latestEntries(redis, ref, page);
  const understood = known ?? (await understand(redis, ref, filter, page.edits));
  const { edits } = understood;
  const seqs = await matchingSeqs(redis, understood, page);
  return {
    items: await readEntries(redis, ref, seqs),
    next: page.after === undefined && seqs.length === page.limit ? (seqs.at(-1) ?? null) : null,
    ...(edits.some((count) => count > 0) ? { edits } : {}),
  };
}

/**
 * The numbers of the first entries that `searchEntries` answers, and the ids of what is pending, for whoever reads them in
 * another form.
 */
export async function searchSeqs(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  limit: number,
): Promise<{ seqs: number[]; pending: string[] }> {
  const understood = await understand(redis, ref, filter);
  const [seqs, pending] = await Promise.all([
    matchingSeqs(redis, understood, { limit }),
    pendingMatches(redis, [ref], filter, understood.edits),
  ]);
  return { seqs, pending: pending.map(({ id }) => id) };
}

/** Entries a page, where all are wanted: some 3 ms of Redis. */
const PAGE = 500;

/** All matches below `before`, newest first, a search for each 500. */
export async function* matchingPages(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  before: number,
  edits?: readonly number[],
): AsyncGenerator<EntryView[], void> {
  let page: PageRequest | null = { before, edits, limit: PAGE };
  while (page) {
    const found: Page = await searchEntries(redis, ref, filter, page);
    yield found.items;
    const { next } = found;
    page = next === null ? null : { ...page, before: next, edits: page.edits ?? found.edits };
  }
}

/**
 * Count, net and the sum of each direction of all matches, exact to the cent (integers up to 2^53). An empty filter
 * reads the posting's counters: HMGET, O(1). Otherwise FT.AGGREGATE over windows of seqs, O(matches); later postings
 * are not counted. Pass the page's `edits`, so that both agree.
 */
export async function searchTotals(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  edits?: readonly number[],
  known?: Understood,
): Promise<Totals> {
  if (isEmpty(filter)) {
    const [[count, ...counted], pending] = await Promise.all([
      redis.hmGet(keys.totals(ref), ['count', ...DIRECTIONS]),
      pendingMatches(redis, [ref], filter),
    ]);
    return totalsOf(
      Number(count ?? 0),
      directionSums((one) => Number(counted[DIRECTIONS.indexOf(one)] ?? 0)),
      pending,
    );
  }
  const understood = known ?? (await understand(redis, ref, filter, edits));
  const [rows, pending] = await Promise.all([
    aggregateAll(redis, understood, `GROUPBY 1 @direction ${SUMS}`),
    pendingMatches(redis, [ref], filter, understood.edits),
  ]);
  const sum = (name: string, of = rows) => of.reduce((all, row) => all + Number(row[name] ?? 0), 0);
  const inDirection = (one: Direction) => rows.filter(({ direction }) => direction === one);
  return totalsOf(
    sum('count'),
    directionSums((one) => countedAs(one, sum('sum', inDirection(one)))),
    pending,
  );
}

const totalsOf = (count: number, sums: DirectionSums, pending: readonly PendingView[]): Totals => ({
  count,
  ...sums,
  netMinor: netOf(sums),
  pendingCount: pending.length,
  pendingMinor: pending.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
});

/** The newest matches below `before`, or the nearest above `after`, newest first. */
async function matchingSeqs(
  redis: Redis,
  { search, range, small }: Understood,
  { before, after, limit }: PageRequest,
): Promise<number[]> {
  if (!search) return [];
  const { first, last } = range;
  const upwards = after !== undefined;
  const rest = small || search.conditions.length === 0 ? Number.POSITIVE_INFINITY : CONDITION_WINDOW;
  const seqs: number[] = [];
  let begin = Math.max(first, (after ?? 0) + 1);
  let end = Math.min(before ?? Number.POSITIVE_INFINITY, last + 1);
  for (let looked = 0; begin < end && seqs.length < limit; ) {
    const missing = limit - seqs.length;
    const width = small || looked >= WINDOWED ? rest : nextWindow(looked, seqs.length, missing);
    const size = end - begin <= SMALL ? SMALL : width;
    const window = {
      begin: upwards ? begin : windowBelow(range, end, size),
      end: upwards ? Math.min(end, begin + size) : end,
      whole: width === Number.POSITIVE_INFINITY,
    };
    const above = upwards ? [`@seq>=${begin}`] : [];
    const asked = { ...search, conditions: [...search.conditions, ...above] };
    const steps = `SORTBY 2 @seq ${upwards ? 'ASC' : 'DESC'} MAX ${missing} LIMIT 0 ${missing}`;
    const rows = await aggregate(redis, asked, window, steps);
    seqs.push(...rows.map((row) => Number(row.seq)));
    looked += size;
    if (upwards) begin = window.end;
    else end = window.begin;
  }
  return upwards ? seqs.reverse() : seqs;
}
