/** Books one moment's entries, safely to repeat: an id that is booked is not booked again. */

import { dayOfPlanId } from '#demo/day-plan.ts';
import { duePosting, heldPosting, type Moment, momentAt, tickOf } from '#demo/generator.ts';
import { newPlans, type Plan, type Plans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { BankError, isRedisUnavailable } from '#lib/errors.ts';
import type { AccountId, AccountRef } from '#lib/ids.ts';
import { lastPlanned } from '#lib/ledger/last-named.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { type Booked, type Head, postEntry, readHead } from '#lib/ledger/post.ts';
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

/** Of an account in a tick: a week of the plan. */
const MAX_MISSED = 60;

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
 * account; 0 when the tick was booked before, or is left to what was missed. An entry of the plan that is there already is
 * looked at: of an earlier tick, the next one is tried; of this tick, the tick is booked. So each is booked once and in
 * order, by whichever worker.
 */
async function bookOne(redis: Redis, books: Books, { ref, tick, offsetMs }: Item): Promise<number> {
  const moment = { tick, offsetMs };
  const { number } = await headOf(redis, books, ref);
  const plan = books.plans.of(number, { at: momentAt(moment), offsetMs });
  const progress = await progressOf(redis, books, ref, plan, offsetMs);
  if (!progress) return 0;
  const head = await headOf(redis, books, ref);
  while (progress.tick < tick) {
    const due = duePosting(plan, progress.booked, moment);
    const posting = ({ holds }: Head) => due ?? heldPosting({ account: ref.account, holds }, moment, plan);
    const posted = await postEntry(redis, ref, posting, head);
    if (due) {
      const at = posted.status === 'booked' ? momentAt(moment) : await timeOf(redis, ref.user, posted);
      Object.assign(progress, { booked: progress.booked + 1, tick: tickOf(at - offsetMs) });
    }
    noteHead(books, ref, posted);
    if (posted.status === 'booked') {
      bookingMeasure.tell({ outcome: 'booked', count: 1 });
      return posted.entries;
    }
    if (!due) break;
  }
  bookingMeasure.tell({ outcome: 'again', count: 1 });
  return 0;
}

const keyOf = ({ user, account }: AccountRef) => `${user}:${account}`;

async function headOf(redis: Redis, { heads }: Books, ref: AccountRef): Promise<Head> {
  const head = heads.get(keyOf(ref)) ?? (await readHead(redis, ref));
  heads.set(keyOf(ref), head);
  return head;
}

function noteHead({ heads }: Books, ref: AccountRef, posted: Booked): void {
  if (posted.status === 'booked') heads.set(keyOf(ref), posted.head);
  // Another worker's entry opened or released a hold that is not in this head.
  else heads.delete(keyOf(ref));
}

/**
 * How far the plan of the day is, once nothing of the days before it is missing; null while there is more of that. The
 * account names it, whoever booked and whatever came after: HGET at the first tick of a day.
 */
async function progressOf(
  redis: Redis,
  books: Books,
  ref: AccountRef,
  { account: { number }, day: { date }, entries }: Plan,
  offsetMs: number,
): Promise<Progress | null> {
  const known = books.progress.get(keyOf(ref));
  if (known?.date === date) return known;
  const named = await lastPlanned(redis, ref);
  const last = named && books.plans.has(number, named.id) ? named : null;
  if (last && !(await bookMissed(redis, books, ref, books.plans.between(number, last.id, date)))) return null;
  // After a clock went back, the plan of a later day may have begun.
  const isOver = last !== null && (dayOfPlanId(last.id) ?? date) > date;
  const booked = isOver ? entries.length : entries.findIndex(({ posting }) => posting.id === last?.id) + 1;
  const tick = last && booked > 0 ? tickOf(last.at - offsetMs) : Number.NEGATIVE_INFINITY;
  const fresh = { date, booked, tick };
  books.progress.set(keyOf(ref), fresh);
  return fresh;
}

/** Answers whether that was all of them: a tick has an end. What others have booked meanwhile is passed over. */
async function bookMissed(redis: Redis, books: Books, ref: AccountRef, missed: Iterable<Posting>) {
  let left = MAX_MISSED;
  for (const posting of missed) {
    if (left === 0) return false;
    const posted = await postEntry(redis, ref, posting, await headOf(redis, books, ref));
    noteHead(books, ref, posted);
    if (posted.status === 'booked') left--;
    bookingMeasure.tell({ outcome: posted.status === 'booked' ? 'booked' : 'again', count: 1 });
  }
  return true;
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
  books.heads.delete(keyOf(ref));
  books.stale = true;
  const gone = reason instanceof BankError && reason.code === 'not_found';
  log[gone ? 'warn' : 'error']('an entry was not booked', { account: ref.account, error: reason });
}
