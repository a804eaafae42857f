/** Reads entries by their number. Keys are computed, so the newest pages need no search. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { categorised } from '#lib/ledger/categorised.ts';
import { openHold, seqsIn, uncertainMinor } from '#lib/ledger/holds.ts';
import { toView } from '#lib/ledger/ledger-entry.ts';
import { notesBeside } from '#lib/ledger/notes-beside.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import { type EntryView, type LedgerEntry, ledgerEntrySchema } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

/** `next` is the `before` of the following page, or null. */
export type Page = {
  items: EntryView[];
  next: number | null;
  /**
   * Edits allowed in each term of the text; absent when all were found as typed. Pass it on with the next page, with
   * the totals and to `matchesFilter`, so that all agree.
   */
  edits?: number[];
};
export type PageRequest = {
  /** Only entries with a smaller seq. */
  before?: number;
  /** Instead of `before`: the nearest entries with a larger seq, newest first too; `next` is then null. */
  after?: number;
  limit: number;
  /** Of the first page of the same search. */
  edits?: readonly number[];
};
/** Above `keptTo` every seq has its entry; from `first` up to it those have that trimming left (trim.ts). */
export type SeqRange = { first: number; keptTo: number; last: number };

const documents = z.array(z.tuple([ledgerEntrySchema]).nullable());

/** The seqs of an account. HMGET, O(1). */
export const seqRange = async (redis: Redis, ref: AccountRef): Promise<SeqRange> =>
  rangeOf(await redis.hmGet(keys.account(ref), ['openingSeq', 'keptTo', 'seq']));

/** From these fields of the account. */
export function rangeOf([openingSeq, keptTo, seq]: readonly (string | null | undefined)[]): SeqRange {
  const opening = Number(openingSeq ?? 0);
  return { first: opening + 1, keptTo: Math.max(opening, Number(keptTo ?? 0)), last: Number(seq ?? 0) };
}

/** How many entries there are, with the account's field `kept`. */
export const entryCount = ({ keptTo, last }: SeqRange, kept: string | number | null | undefined): number =>
  last - keptTo + Number(kept ?? 0);

/** An entry that trimming left, with its time. */
export type Kept = { seq: number; at: number };

/**
 * Of the entries up to `keptTo` the next ones above `after`, or the next ones below `before`, nearest first. TS.RANGE or
 * TS.REVRANGE with FILTER_BY_VALUE and COUNT, O(kept); nothing is sent for an account that has none.
 */
export async function keptOf(
  redis: Redis,
  ref: AccountRef,
  { first, keptTo }: SeqRange,
  { limit, ...from }: { limit: number } & ({ after: number } | { before: number }),
): Promise<Kept[]> {
  const up = 'after' in from;
  const min = up ? Math.max(first, from.after + 1) : first;
  const max = up ? keptTo : Math.min(keptTo, from.before - 1);
  if (min > max || limit < 1) return [];
  const options = { FILTER_BY_VALUE: { min, max }, COUNT: limit };
  const key = keys.kept(ref);
  const found = up
    ? await redis.ts.range(key, '-', '+', options)
    : await redis.ts.revRange(key, '-', '+', options);
  return found.map(({ timestamp, value }) => ({ seq: value, at: timestamp }));
}

/** The seqs of the next entries below `before`, newest first. Sends nothing above `keptTo`, else as `keptOf`. */
export async function seqsBelow(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  { before, limit }: { before: number; limit: number },
): Promise<number[]> {
  const newest = Math.min(range.last, before - 1);
  const whole = seqsDown(newest, Math.max(range.keptTo + 1, newest - limit + 1));
  const kept = await keptOf(redis, ref, range, { before, limit: limit - whole.length });
  return [...whole, ...kept.map(({ seq }) => seq)];
}

/** The seqs of the next entries above `after`, oldest first. Sends nothing above `keptTo`, else as `keptOf`. */
export async function seqsAbove(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const kept = (await keptOf(redis, ref, range, { after, limit })).map(({ seq }) => seq);
  const oldest = Math.max(range.keptTo, after) + 1;
  const newest = Math.min(range.last, oldest + limit - kept.length - 1);
  return [...kept, ...seqsDown(newest, oldest).reverse()];
}

/** Probes in a command; each round leaves a sixteenth of the entries. */
const PROBES = 15;
const times = z.array(z.tuple([z.number()]).nullable());

/**
 * The seq of the first entry at or after `atMs` (milliseconds); `last + 1` when all are before. Time never goes back
 * in an account, so a span of days is a span of seqs. JSON.MGET of 15 times a round, five rounds for a million
 * entries, and TS.RANGE … COUNT 1 where trimming left entries, O(log kept).
 */
export async function firstSeqSince(
  redis: Redis,
  ref: AccountRef,
  { first, keptTo, last }: SeqRange,
  atMs: number,
): Promise<number> {
  let [low, high] = [Math.max(first, keptTo + 1), last + 1];
  let trimmed = keptTo >= first;
  while (low < high) {
    const step = Math.max(1, Math.ceil((high - low) / (PROBES + 1)));
    const seqs = Array.from({ length: PROBES }, (_, at) => low + step * (at + 1) - 1).filter(
      (seq) => seq < high,
    );
    const found = times.parse(
      await redis.json.mGet(
        seqs.map((seq) => keys.entry(ref, seq)),
        '$.transactionDate',
      ),
    );
    // Trimmed meanwhile, so among the oldest; what stayed of them is in kept by now.
    trimmed ||= found.includes(null);
    const before = found.filter((row) => row === null || row[0] < atMs).length;
    high = seqs[before] ?? high;
    if (before > 0) low = (seqs[before - 1] ?? low) + 1;
  }
  if (!trimmed) return low;
  const [kept] = await redis.ts.range(keys.kept(ref), Math.max(0, atMs), '+', { COUNT: 1 });
  return kept && kept.value >= first ? Math.min(low, kept.value) : low;
}

/** From `newest` down to `oldest`. */
export const seqsDown = (newest: number, oldest: number): number[] =>
  Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index);

/** A page of the newest entries: HMGET and one JSON.MGET of computed keys, O(limit); below `keptTo` also `keptOf`. */
export async function latestEntries(redis: Redis, ref: AccountRef, request: PageRequest): Promise<Page> {
  const range = await seqRange(redis, ref);
  const { asked, ...page } = await pageIn(redis, ref, range, request);
  if (page.items.length === asked) return page;
  // Trimmed meanwhile, and what stayed may not fill the page.
  const now = await seqRange(redis, ref);
  const { items, next } = now.keptTo > range.keptTo ? await pageIn(redis, ref, now, request) : page;
  return { items, next: items.length > 0 ? next : null };
}

async function pageIn(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  { before = range.last + 1, after, limit }: PageRequest,
) {
  if (after !== undefined) {
    const seqs = (await seqsAbove(redis, ref, range, { after, limit })).reverse();
    return { items: await readEntries(redis, ref, seqs), next: null, asked: seqs.length };
  }
  const seqs = await seqsBelow(redis, ref, range, { before, limit: limit + 1 });
  const page = seqs.slice(0, limit);
  const next = seqs.length > limit ? (page.at(-1) ?? null) : null;
  return { items: await readEntries(redis, ref, page), next, asked: page.length };
}

/**
 * What was booked last and every hold that is open, newest first, whatever was held and released since; `at` is when the
 * last of all entries was booked, in milliseconds. HMGET and what `readEntries` sends, of eleven at most.
 */
export async function latestBooked(
  redis: Redis,
  ref: AccountRef,
): Promise<{ at: number; items: EntryView[] }> {
  const [holds, booked, lastAt] = await redis.hmGet(keys.account(ref), ['holds', 'booked', 'lastAt']);
  const seqs = [...seqsIn(holds), ...seqsIn(booked)].sort((one, other) => other - one);
  return { at: Number(lastAt ?? 0), items: await readEntries(redis, ref, seqs) };
}

/**
 * The entries of these numbers, in this order, with the customer's notes and in the customer's categories, holds that are
 * open marked; trimmed ones are left out. Two JSON.MGET, HGETALL and HGET sent together, O(n).
 */
export async function readEntries(
  redis: Redis,
  ref: AccountRef,
  seqs: readonly number[],
): Promise<EntryView[]> {
  if (seqs.length === 0) return [];
  const [entries, notes, own, holds] = await Promise.all([
    readLedger(redis, ref, seqs),
    notesBeside(redis, ref, seqs),
    ownCategories(redis, ref.user),
    redis.hGet(keys.account(ref), 'holds'),
  ]);
  const open = seqsIn(holds);
  return entries.map((entry) => {
    const note = notes.get(entry.seq);
    return {
      ...categorised(toView(ref, entry), own),
      ...(open.includes(entry.seq) ? { pending: true as const } : {}),
      ...(note ? { note } : {}),
    };
  });
}

/**
 * Of an account with these open holds (its field `holds`): the money that they bring in, minor units. Nothing is sent for none,
 * else JSON.MGET of at most six.
 */
export const readUncertain = async (
  redis: Redis,
  ref: AccountRef,
  holds: string | null | undefined,
): Promise<number> => uncertainMinor((await readLedger(redis, ref, seqsIn(holds))).map(openHold));

/** As `readEntries`, with all that is stored. */
export async function readLedger(
  redis: Redis,
  ref: AccountRef,
  seqs: readonly number[],
): Promise<LedgerEntry[]> {
  if (seqs.length === 0) return [];
  const found = await redis.json.mGet(
    seqs.map((seq) => keys.entry(ref, seq)),
    '$',
  );
  return documents.parse(found).flatMap((row) => row ?? []);
}

/** One entry. Throws not_found. JSON.MGET of one key, O(1). */
export async function readEntry(redis: Redis, ref: AccountRef, seq: number): Promise<EntryView> {
  const [entry] = Number.isSafeInteger(seq) && seq > 0 ? await readEntries(redis, ref, [seq]) : [];
  if (!entry) throw new BankError('not_found', 'There is no such transaction.');
  return entry;
}

/** The balance at a moment, null before the opening. TS.REVRANGE … COUNT 1, O(log entries). */
export async function balanceAt(redis: Redis, ref: AccountRef, atMs: number): Promise<number | null> {
  // Redis knows no time before 1970.
  if (atMs < 0) return null;
  const [sample] = await redis.ts.revRange(keys.balanceSeries(ref), '-', atMs, { COUNT: 1 });
  return sample?.value ?? null;
}
