/** Reads entries by their number. Keys are computed, so the newest pages need no search. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { categorised } from '#lib/ledger/categorised.ts';
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
/** The entries of an account: each seq from `first` to `last`. */
export type SeqRange = { first: number; last: number };

const documents = z.array(z.tuple([ledgerEntrySchema]).nullable());

/** The seqs of an account. HMGET, O(1). */
export const seqRange = async (redis: Redis, ref: AccountRef): Promise<SeqRange> =>
  rangeOf(await redis.hmGet(keys.account(ref), ['openingSeq', 'seq']));

/** From these fields of the account. */
export const rangeOf = ([openingSeq, seq]: readonly (string | null | undefined)[]): SeqRange => ({
  first: Number(openingSeq ?? 0) + 1,
  last: Number(seq ?? 0),
});

/** How many entries there are. */
export const entryCount = ({ first, last }: SeqRange): number => last - first + 1;

/** Probes in a command; each round leaves a sixteenth of the entries. */
const PROBES = 15;
const times = z.array(z.tuple([z.number()]).nullable());

/**
 * The seq of the first entry at or after `atMs` (milliseconds); `last + 1` when all are before. Time never goes back
 * in an account, so a span of days is a span of seqs. JSON.MGET of 15 times a round, five rounds for a million
 * entries.
 */
export async function firstSeqSince(
  redis: Redis,
  ref: AccountRef,
  { first, last }: SeqRange,
  atMs: number,
): Promise<number> {
  let [low, high] = [first, last + 1];
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
    // An entry that was trimmed since is among the oldest.
    const before = found.filter((row) => row === null || row[0] < atMs).length;
    high = seqs[before] ?? high;
    if (before > 0) low = (seqs[before - 1] ?? low) + 1;
  }
  return low;
}

/** From `newest` down to `oldest`. */
export const seqsDown = (newest: number, oldest: number): number[] =>
  Array.from({ length: Math.max(0, newest - oldest + 1) }, (_, index) => newest - index);

/** A page of the newest entries: HMGET and one JSON.MGET of computed keys, O(limit). */
export async function latestEntries(
  redis: Redis,
  ref: AccountRef,
  { before, after, limit }: PageRequest,
): Promise<Page> {
  const { first, last } = await seqRange(redis, ref);
  if (after !== undefined) {
    const oldest = Math.max(first, after + 1);
    return {
      items: await readEntries(redis, ref, seqsDown(Math.min(last, oldest + limit - 1), oldest)),
      next: null,
    };
  }
  const newest = Math.min(last, (before ?? last + 1) - 1);
  const oldest = Math.max(first, newest - limit + 1);
  const items = await readEntries(redis, ref, seqsDown(newest, oldest));
  // Entries that were trimmed since the first read are the last of the list: there are no older ones.
  return { items, next: oldest > first && items.length === newest - oldest + 1 ? oldest : null };
}

/** When the last event of an account was, in milliseconds, and its newest entries. HMGET, and one JSON.MGET. */
export async function newestEntries(
  redis: Redis,
  ref: AccountRef,
  limit: number,
): Promise<{ at: number; items: EntryView[] }> {
  const [openingSeq, seq, lastAt] = await redis.hmGet(keys.account(ref), ['openingSeq', 'seq', 'lastAt']);
  const { first, last } = rangeOf([openingSeq, seq]);
  const items = await readEntries(redis, ref, seqsDown(last, Math.max(first, last - limit + 1)));
  return { at: Number(lastAt ?? 0), items };
}

/**
 * The entries of these numbers, in this order, with the customer's notes and in the customer's categories; trimmed ones
 * are left out. Two JSON.MGET and HGETALL sent together, O(n).
 */
export async function readEntries(
  redis: Redis,
  ref: AccountRef,
  seqs: readonly number[],
): Promise<EntryView[]> {
  if (seqs.length === 0) return [];
  const [entries, notes, own] = await Promise.all([
    readLedger(redis, ref, seqs),
    notesBeside(redis, ref, seqs),
    ownCategories(redis, ref.user),
  ]);
  return entries.map((entry) => {
    const note = notes.get(entry.seq);
    return { ...categorised(toView(ref, entry), own), ...(note ? { note } : {}) };
  });
}

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

/**
 * The booked balance at a moment, null before the opening: that of the last entry before it. HMGET, and JSON.MGET of 15
 * times a round, at most five rounds.
 */
export async function bookedBalanceAt(redis: Redis, ref: AccountRef, atMs: number): Promise<number | null> {
  const [openingSeq, seq, openingAt, openingBalance] = await redis.hmGet(keys.account(ref), [
    'openingSeq',
    'seq',
    'openingAt',
    'openingBalance',
  ]);
  if (!openingAt || atMs < Number(openingAt)) return null;
  const range = rangeOf([openingSeq, seq]);
  const next = await firstSeqSince(redis, ref, range, atMs + 1);
  if (next <= range.first) return Number(openingBalance);
  const [entry] = await readLedger(redis, ref, [next - 1]);
  return entry?.balanceAfter ?? Number(openingBalance);
}
