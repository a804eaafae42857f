/** Books one moment's entries, safely to repeat: an id that is booked is not booked again. */

import { duePosting, heldPosting, type Moment, momentAt, tickOf } from '#demo/generator.ts';
import { newPlans, type Plans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { BankError, isRedisUnavailable } from '#lib/errors.ts';
import type { AccountId, AccountRef } from '#lib/ids.ts';
import { type Head, postEntry, readHead } from '#lib/ledger/post.ts';
import { readLedger } from '#lib/ledger/read-entries.ts';
import { log } from '#lib/log.ts';
import { bookingMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';

export type Item = Moment & { ref: AccountRef };

/** How much of a day's plan is booked, the last of it in `tick`. */
type Progress = { date: string; booked: number; tick: number };

/** Cached between ticks: a head or a progress saves a read, and a wrong one costs a second try. */
export type Books = {
  heads: Map<string, Head>;
  progress: Map<string, Progress>;
  plans: Plans;
  stale: boolean;
};
export const newBooks = (): Books => ({
  heads: new Map(),
  progress: new Map(),
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

/**
 * Books the next entry of the day's plan that is due, or else what a card does. Answers the number of entries of the
 * account; 0 when the tick was booked before. An entry of the plan that is there already is looked at: of an earlier
 * tick, the next one is tried; of this tick, the tick is booked. So each is booked once and in order, by whichever worker.
 */
async function bookOne(redis: Redis, books: Books, { ref, tick, offsetMs }: Item): Promise<number> {
  const key = `${ref.user}:${ref.account}`;
  const moment = { tick, offsetMs };
  const head = books.heads.get(key) ?? (await readHead(redis, ref));
  const plan = books.plans.of(head.number, { at: momentAt(moment), offsetMs });
  const progress = progressOf(books, key, plan.day.date);
  while (progress.tick < tick) {
    const due = duePosting(plan, progress.booked, moment);
    const posting = ({ holds }: Head) => due ?? heldPosting({ account: ref.account, holds }, moment, plan);
    const posted = await postEntry(redis, ref, posting, head);
    if (due) {
      const at = posted.status === 'booked' ? momentAt(moment) : await timeOf(redis, ref.user, posted);
      Object.assign(progress, { booked: progress.booked + 1, tick: tickOf(at - offsetMs) });
    }
    if (posted.status === 'booked') {
      books.heads.set(key, posted.head);
      bookingMeasure.tell({ outcome: 'booked', count: 1 });
      return posted.entries;
    }
    // Another worker's entry opened or released a hold that is not in this head.
    books.heads.delete(key);
    if (!due) break;
  }
  bookingMeasure.tell({ outcome: 'again', count: 1 });
  return 0;
}

function progressOf({ progress }: Books, key: string, date: string): Progress {
  const known = progress.get(key);
  if (known?.date === date) return known;
  const fresh = { date, booked: 0, tick: Number.NEGATIVE_INFINITY };
  progress.set(key, fresh);
  return fresh;
}

/** When an entry that was there already was booked; 0 for one that was trimmed since. JSON.MGET of one key. */
async function timeOf(
  redis: Redis,
  user: AccountRef['user'],
  { account, seq }: { account: AccountId; seq: number },
) {
  const [entry] = await readLedger(redis, { user, account }, [seq]);
  return entry?.transactionDate ?? 0;
}

function setAside(books: Books, { ref }: Item, reason: unknown): void {
  books.heads.delete(`${ref.user}:${ref.account}`);
  books.stale = true;
  const gone = reason instanceof BankError && reason.code === 'not_found';
  log[gone ? 'warn' : 'error']('an entry was not booked', { account: ref.account, error: reason });
}
