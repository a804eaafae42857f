/** Regular payments of an account: the ledger's rows, judged by the rule. Features composed for page and API. */
import { LRUCache } from 'lru-cache';
import { config } from '#lib/config.ts';
import { type Regular, regularPayments } from '#lib/finance/regular.ts';
import type { AccountRef } from '#lib/ids.ts';
import { ownCategory } from '#lib/ledger/categorised.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import { readLedger, seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { once } from '#lib/once.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { scopeOf } from '#lib/redis/keys.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';
import { dayOf, MINUTE } from '#lib/time.ts';

/** What was found up to an entry, on a bank day. */
type Found = { last: number; day: string; regular: readonly Regular[] };

const MAX_ACCOUNTS = 1000;
/** After so long a series that has just become one is found, too. */
const KEPT_MS = 10 * MINUTE;
/** Entries that are looked at to see whether they change what was found: one JSON.MGET. */
const MAX_NEWER = 100;

/** What was found, or is being searched for: whoever asks meanwhile waits for the same search. */
const store = () =>
  once('finance.regular', () => new LRUCache<string, Promise<Found>>({ max: MAX_ACCOUNTS, ttl: KEPT_MS }));

/**
 * The regular payments of an account, the next one due first. Found anew on each bank day and when one of them was
 * paid, and every ten minutes; else HMGET and JSON.MGET of the entries since, O(those). One search an account at a time.
 */
export async function upcomingPayments(ref: AccountRef): Promise<Regular[]> {
  const redis = webRedis();
  const [{ last }, now] = await Promise.all([seqRange(redis, ref), redisNow(redis)]);
  const day = dayOf(now, config().timeZone);
  for (;;) {
    const search = store().get(scopeOf(ref));
    if (!search) return inOwnCategories(redis, ref, (await begin(ref, { last, day }, now)).regular);
    const known = await search;
    if (known.day === day && !(await isPaidSince(ref, known, last))) {
      known.last = Math.max(known.last, last);
      return inOwnCategories(redis, ref, known.regular);
    }
    if (store().peek(scopeOf(ref)) === search) store().delete(scopeOf(ref));
  }
}

/** One that failed is not kept. */
function begin(ref: AccountRef, of: Pick<Found, 'last' | 'day'>, now: number): Promise<Found> {
  const search = repeatedPayments(webRedis(), ref).then((rows) => ({
    ...of,
    regular: regularPayments(rows, now, config().timeZone),
  }));
  store().set(scopeOf(ref), search);
  search.catch(() => store().delete(scopeOf(ref)));
  return search;
}

async function inOwnCategories(
  redis: Redis,
  ref: AccountRef,
  regular: readonly Regular[],
): Promise<Regular[]> {
  const own = await ownCategories(redis, ref.user);
  return regular.map((one) => ({ ...one, category: ownCategory(own, one.counterparty) ?? one.category }));
}

async function isPaidSince(ref: AccountRef, { last: seen, regular }: Found, last: number): Promise<boolean> {
  if (last < seen || last - seen > MAX_NEWER) return true;
  const names = new Set(regular.map(({ counterparty }) => counterparty));
  const newer = await readLedger(webRedis(), ref, seqsDown(last, seen + 1));
  return newer.some(({ counterparty }) => names.has(counterparty));
}
