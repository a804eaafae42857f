/**
 * The distinct words of an account, cached in this process. Searching needs them: of all accounts' words with a prefix
 * the index takes the first 2,000 and silently drops the rest, and typing errors are measured against them.
 *
 * Entries are immutable and numbered in order, so the words up to a seq never become more, and a newer seq only adds
 * entries: the cache lacks none.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { AccountRef } from '#lib/ids.ts';
import { type SeqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { once } from '#lib/once.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';

/** Entries a command: about 1 ms of Redis. */
const CHUNK = 400;
/** How long a search waits for an account's first read; 50,000 entries take about as long. */
const PATIENCE_MS = 400;
/** Words of an account; more means a reference number in each entry. */
const MAX_WORDS = 50_000;
/** Words in this process, about 100 bytes each; the least recently searched account is evicted. */
const MAX_WORDS_IN_ALL = 500_000;

export type Vocabulary = {
  words: readonly string[];
  /** The same, to look one up. */
  known: ReadonlySet<string>;
  /** The same, by their first two letters. */
  byStart: ReadonlyMap<string, readonly string[]>;
  /** All words of the entries `first` … `last` are here; false while loading, and for too many. */
  complete: boolean;
  /** At least the requested words; later postings may be in. */
  last: number;
};

type Listed = Pick<Vocabulary, 'words' | 'known' | 'byStart'> & { first: number; size: number };

type Cached = {
  /** Word → the newest seq with it, which tells when the word moves into the opening. */
  newest: Map<string, number>;
  /** The words of from … to are here; the other ends are where reading goes. */
  from: number;
  to: number;
  range: SeqRange;
  reading: Promise<void> | undefined;
  /** The words that were left at that `first` and size: neither changes while nothing is posted or trimmed. */
  listed: Listed | undefined;
};

const store = () =>
  once(
    'transactions.vocabularies',
    () =>
      new LRUCache<string, Cached>({
        maxSize: MAX_WORDS_IN_ALL,
        sizeCalculation: ({ newest }) => newest.size + 1,
      }),
  );

/**
 * The words of an account's entries in a range. Sends nothing when cached up to the same seq; else JSON.MGET of the
 * entries in between, `$.words` alone, newest first and 400 a command. The first read of a large account continues in
 * the background, with `complete` false.
 */
export async function accountWords(redis: Redis, ref: AccountRef, range: SeqRange): Promise<Vocabulary> {
  const cached = cachedOf(ref, range);
  cached.range = { ...range, last: Math.max(cached.range.last, range.last) };
  const until = performance.now() + PATIENCE_MS;
  while (!isRead(cached)) {
    cached.reading ??= readOn(redis, ref, cached).finally(() => {
      cached.reading = undefined;
    });
    const leftMs = until - performance.now();
    if (leftMs <= 0 || isFull(cached)) break;
    await Promise.race([cached.reading, sleep(leftMs, undefined, { ref: false })]);
  }
  return { ...wordsFrom(cached, range.first), complete: isRead(cached), last: cached.to };
}

function wordsFrom(cached: Cached, first: number): Listed {
  const { listed, newest } = cached;
  if (listed?.first === first && listed.size === newest.size) return listed;
  const words = [...newest.keys()].filter((word) => (newest.get(word) ?? 0) >= first);
  const byStart = Map.groupBy(words, startOf);
  cached.listed = { first, size: newest.size, words, known: new Set(words), byStart };
  return cached.listed;
}

const startOf = (word: string): string => word.slice(0, 2);

/** The words that begin with two letters or more, in their order: O(those with the same first two). */
export const wordsBeginning = ({ byStart }: Pick<Vocabulary, 'byStart'>, typed: string): string[] =>
  byStart.get(startOf(typed))?.filter((word) => word.startsWith(typed)) ?? [];

/** For tests: empties the cache. */
export const forgetWords = (): void => store().clear();

function cachedOf(ref: AccountRef, range: SeqRange): Cached {
  const all = store();
  const name = scopeOf(ref);
  const cached: Cached = all.get(name) ?? {
    newest: new Map(),
    from: range.last + 1,
    to: range.last,
    range,
    reading: undefined,
    listed: undefined,
  };
  // Its words are counted when it is put in, and it has grown since.
  all.delete(name);
  all.set(name, cached);
  return cached;
}

const isRead = ({ from, to, range, newest }: Cached) =>
  from <= range.first && to >= range.last && newest.size <= MAX_WORDS;
const isFull = ({ newest }: Cached) => newest.size > MAX_WORDS;

/** Newer entries first: a posting is searched for at once, the oldest ones are the least. */
async function readOn(redis: Redis, ref: AccountRef, cached: Cached): Promise<void> {
  while (!isRead(cached) && !isFull(cached)) {
    const { range, from, to } = cached;
    if (to < range.last) {
      const newest = Math.min(range.last, to + CHUNK);
      await readWords(redis, ref, cached, seqsDown(newest, to + 1));
      cached.to = newest;
    } else {
      const oldest = Math.max(range.first, from - CHUNK);
      await readWords(redis, ref, cached, seqsDown(from - 1, oldest));
      cached.from = oldest;
    }
  }
}

const reply = z.array(z.tuple([z.string()]).nullable());

async function readWords(redis: Redis, ref: AccountRef, { newest }: Cached, seqs: readonly number[]) {
  if (seqs.length === 0) return;
  const asked = seqs.map((seq) => keys.entry(ref, seq));
  const found = reply.parse(await redis.json.mGet(asked, '$.words'));
  for (const [at, seq] of seqs.entries()) {
    for (const word of found[at]?.[0].split(' ') ?? []) {
      if ((newest.get(word) ?? 0) < seq) newest.set(word, seq);
    }
  }
}
