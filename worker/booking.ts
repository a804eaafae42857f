/** Books one moment's entries, safely to repeat: an id that is booked is not booked again. */

import { tickPosting } from '#demo/generator.ts';
import { newPlans, type Plans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { BankError, isRedisUnavailable } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { type Head, postEntry, readHead } from '#lib/ledger/post.ts';
import { log } from '#lib/log.ts';
import { bookingMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';

export type Item = { ref: AccountRef; tick: number; offsetMs: number };

/** Cached between ticks: a head saves a read, and a wrong one costs a second try. */
export type Books = { heads: Map<string, Head>; plans: Plans; stale: boolean };
export const newBooks = (): Books => ({
  heads: new Map(),
  plans: newPlans(config().timeZone),
  stale: false,
});

/** Sent together; more would fill the queue of the connection. */
const CHUNK = 500;

/**
 * Posts all that is `left`, takes out what is done, and answers the items whose account now holds more than `maxEntries`.
 * Throws if Redis was unavailable for any; repeat with what is left then. A missing account marks the list as stale and
 * a damaged one is logged: the others are booked.
 */
export async function bookBatch(
  redis: Redis,
  books: Books,
  left: Set<Item>,
  maxEntries: number,
): Promise<Item[]> {
  const over: Item[] = [];
  const items = [...left];
  for (let from = 0; from < items.length; from += CHUNK) {
    const chunk = items.slice(from, from + CHUNK);
    const results = await Promise.allSettled(chunk.map((item) => bookOne(redis, books, item)));
    let outage: unknown;
    for (const [index, result] of results.entries()) {
      const item = chunk[index];
      if (!item) continue;
      if (result.status === 'rejected' && isRedisUnavailable(result.reason)) {
        outage = result.reason;
        continue;
      }
      left.delete(item);
      if (result.status === 'rejected') setAside(books, item, result.reason);
      else if (result.value > maxEntries) over.push(item);
    }
    if (outage !== undefined) throw outage;
  }
  return over;
}

/** Answers the number of entries of the account; 0 when the tick was booked before. */
async function bookOne(redis: Redis, books: Books, { ref, tick, offsetMs }: Item): Promise<number> {
  const key = `${ref.user}:${ref.account}`;
  const head = books.heads.get(key) ?? (await readHead(redis, ref));
  const booked = await postEntry(
    redis,
    ref,
    ({ number, holds }) =>
      tickPosting({ account: ref.account, number, holds }, { tick, offsetMs }, books.plans),
    head,
  );
  // Another worker's entry opened or released a hold that is not in this head.
  if (booked.status === 'booked') books.heads.set(key, booked.head);
  else books.heads.delete(key);
  bookingMeasure.tell({ outcome: booked.status === 'booked' ? 'booked' : 'again', count: 1 });
  return booked.status === 'booked' ? booked.entries : 0;
}

function setAside(books: Books, { ref }: Item, reason: unknown): void {
  books.heads.delete(`${ref.user}:${ref.account}`);
  books.stale = true;
  const gone = reason instanceof BankError && reason.code === 'not_found';
  log[gone ? 'warn' : 'error']('an entry was not booked', { account: ref.account, error: reason });
}
