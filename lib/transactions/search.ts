/** Searching one account's entries, newest first, and the totals of everything that matches. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import type { Filter } from '#lib/transactions/filter.ts';
import { transactionIndex } from '#lib/transactions/index-definition.ts';
import { isInWords } from '#lib/transactions/matches.ts';
import { accountNotes } from '#lib/transactions/notes.ts';
import { buildSearch, type Search, type SearchTerm, spanOf } from '#lib/transactions/query.ts';
import { readText, type Term } from '#lib/transactions/query-text.ts';
import {
  firstSeqSince,
  latestEntries,
  type Page,
  type PageRequest,
  readEntries,
  type SeqRange,
  seqRange,
} from '#lib/transactions/read.ts';
import { spell } from '#lib/transactions/spelling.ts';
import { accountWords } from '#lib/transactions/vocabulary.ts';

/** `outMinor` is positive; `netMinor` is `inMinor − outMinor`. */
export type Totals = { count: number; inMinor: number; outMinor: number; netMinor: number };

/**
 * Searches read large accounts in windows of seqs, newest first, and stop at a full page: mostly the first few
 * thousand entries have it. What is rare there is rare in all of the account, and the index goes from match to match;
 * only conditions look at every row, and those go on in windows, so that no command visits all of a large account.
 */
const PAGE_WINDOWS = [2000, 20_000];
const CONDITION_WINDOW = 200_000;
/** Accounts up to here are read without windows: a numeric clause costs like its range over all accounts. */
const SMALL = 5000;
/** Totals visit every match: windows keep one command below about 5 ms, so that others are not kept waiting. */
export const TOTALS_WINDOW = 10_000;

/**
 * A page of matches, newest first. An empty filter reads computed keys without searching. Otherwise HMGET, for text
 * the account's notes and its words as far as they are not known yet, FT.AGGREGATE for the seqs (O(matches in the window);
 * sorting vector only) and JSON.MGET of the page. `next` is null when the page was not full.
 */
export async function searchEntries(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  page: PageRequest,
): Promise<Page> {
  if (isEmpty(filter)) return latestEntries(redis, ref, page);
  const { search, range, small, edits } = await understand(redis, ref, filter, page.edits);
  const seqs = search ? await matchingSeqs(redis, search, range, small, page) : [];
  const items = await readEntries(redis, ref, seqs);
  return {
    items,
    next: seqs.length === page.limit ? (seqs.at(-1) ?? null) : null,
    ...(edits.some((count) => count > 0) ? { edits } : {}),
  };
}

/**
 * Count, in, out and net of all matches, exact to the cent (integer sums, exact to 2^53). An empty filter reads
 * the counters kept by the posting: HMGET, O(1). Otherwise FT.AGGREGATE over windows of seqs, O(matches); entries
 * booked after the call began are not counted. `edits` as the page had them, so that its rows are what is summed.
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

/** `range` is where matches can be; `small` says that the account needs no windows. */
export type Understood = { search: Search | null; range: SeqRange; small: boolean; edits: number[] };

/** What a filter asks of an account as it is now. HMGET and, for text, the account's words and notes. */
export async function understand(
  redis: Redis,
  ref: AccountRef,
  { q = '', ...filter }: Filter,
  known?: readonly number[],
): Promise<Understood> {
  const account = await seqRange(redis, ref);
  const small = account.last - account.first < SMALL;
  const terms = readText(q);
  if (terms === 'nothing') return { search: null, range: account, small, edits: [] };
  const { read, edits, last } = terms.some(isText)
    ? await readTerms(redis, ref, account, terms, known)
    : { read: terms.map((term) => ({ term, words: null, notes: [] })), edits: [], last: account.last };
  const whole = { ...account, last: Math.max(account.last, last) };
  return {
    search: buildSearch(ref, filter, read, config().timeZone),
    range: small ? whole : await rangeOfDays(redis, ref, whole, filter),
    small,
    edits,
  };
}

/** The part of a large account that lies in the days of a filter. */
async function rangeOfDays(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  filter: Filter,
): Promise<SeqRange> {
  const { sinceMs, beforeMs } = spanOf(filter, config().timeZone);
  const [first, after] = await Promise.all([
    sinceMs === undefined ? range.first : firstSeqSince(redis, ref, range, sinceMs),
    beforeMs === undefined ? range.last + 1 : firstSeqSince(redis, ref, range, beforeMs),
  ]);
  return { first, last: after - 1 };
}

const isText = ({ kind }: Term): boolean => kind === 'word' || kind === 'prefix' || kind === 'units';

async function readTerms(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  terms: readonly Term[],
  known?: readonly number[],
): Promise<{ read: SearchTerm[]; edits: number[]; last: number }> {
  const [{ words, complete, last }, notes] = await Promise.all([
    accountWords(redis, ref, range),
    accountNotes(redis, ref),
  ]);
  const inNotes = notes.flatMap((note) => note.words);
  const all = inNotes.length > 0 ? [...new Set([...words, ...inNotes])] : words;
  const { edits, words: meant } = spell(terms, all, known);
  const read = terms.map((term, at) => ({
    term,
    // While words are missing, those found as typed are left to the index, which knows them all.
    words: complete || edits[at] ? (meant[at] ?? null) : null,
    notes: notes
      .filter((note) => note.seq >= range.first && isInWords(term, note.words, edits[at] ?? 0))
      .map(({ seq }) => seq),
  }));
  return { read, edits, last };
}

/** By what it asks, not by its fields: `q: ' '` and an unfinished letter ask for nothing. */
function isEmpty({ q, ...others }: Filter): boolean {
  return Object.values(others).every((value) => !value) && readText(q ?? '').length === 0;
}

const totalsOf = (count: number, inMinor: number, outMinor: number): Totals => ({
  count,
  inMinor,
  outMinor,
  netMinor: inMinor - outMinor,
});

/** Seqs from `begin` up to but without `end`; `whole` when all before `end` is meant and needs no clause of its own. */
type Window = { begin: number; end: number; whole: boolean };

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
    const rows = await aggregate(redis, search, window, [
      ...['SORTBY', '2', '@seq', 'DESC', 'MAX', String(missing)],
      ...['LIMIT', '0', String(missing)],
    ]);
    seqs.push(...rows.map((row) => Number(row.seq)));
    if (seqs.length >= limit) break;
    end = begin;
  }
  return seqs;
}

async function windowTotals(redis: Redis, search: Search, window: Window): Promise<Totals> {
  const [row] = await aggregate(redis, search, window, [
    ...['APPLY', '@amount*(@amount>0)', 'AS', 'in', 'GROUPBY', '0'],
    ...['REDUCE', 'COUNT', '0', 'AS', 'count'],
    ...['REDUCE', 'SUM', '1', '@in', 'AS', 'in', 'REDUCE', 'SUM', '1', '@amount', 'AS', 'net'],
  ]);
  const [count = 0, inMinor = 0, net = 0] = [row?.count, row?.in, row?.net].map((text) => Number(text ?? 0));
  return totalsOf(count, inMinor, inMinor - net);
}

const aggregateReply = z.object({
  results: z.array(z.object({ extra_attributes: z.record(z.string(), z.string()) })),
  warning: z.array(z.string()),
});

/**
 * FT.AGGREGATE of the account's matches within a window. The window is a clause only where it leaves entries out
 * by itself; `end` and the conditions are FILTERs, checked row by row in the sorting vector.
 */
export async function aggregate(
  redis: Redis,
  { query, conditions }: Search,
  { begin, end, whole }: Window,
  steps: string[],
): Promise<Record<string, string>[]> {
  const clause = whole ? query : `${query} @seq:[${begin} (${end}]`;
  const filter = [...conditions, `@seq<${end}`].join(' && ');
  const reply = await redis.sendCommand([
    ...['FT.AGGREGATE', transactionIndex.alias, clause, 'FILTER', filter],
    ...steps,
    ...['DIALECT', '2'],
  ]);
  const { results, warning } = aggregateReply.parse(reply);
  // A search that ran out of time must never look like a complete one.
  if (warning.length > 0) throw new Error(`incomplete search: ${warning.join('; ')}`);
  return results.map((row) => row.extra_attributes);
}
