/** When the worker books: clock, list of accounts, and outages of Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tickOf } from '#demo/generator.ts';
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { bookingMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { mayGrow } from '#lib/redis/room.ts';
import { MINUTE, SECOND, TICK } from '#lib/time.ts';
import { bookBatch, type Item, newBooks } from '#worker/booking.ts';
import { readTicking, type Ticking } from '#worker/ticking.ts';
import { newTrimmer, TRIM_SLACK } from '#worker/trimming.ts';
import { untilDone } from '#worker/until-done.ts';

const LIST_AGE_MS = MINUTE;
/**
 * Of an account one moment is caught up, whether it passed while a batch was booked or while Redis was away: as long as a
 * batch is tried for. Older ones are skipped.
 */
const CATCH_UP_MS = TICK;
/** A step of Redis' clock is seen within this, or the worker would book into the future. */
const CLOCK_AGE_MS = SECOND;

/** Books until the signal. Returns after the batch and the trim in hand; throws nothing that Redis causes. */
export async function runLoop(redis: Redis, signal: AbortSignal): Promise<void> {
  const books = newBooks();
  let list: Ticking[] = [];
  let listedAt = Number.NEGATIVE_INFINITY;
  let doneUntil = 0;
  const { ledgerMaxEntries } = config();
  const bound = ledgerMaxEntries + TRIM_SLACK;
  const trimmer = newTrimmer(redis, ledgerMaxEntries, signal);
  while (!signal.aborted) {
    const batch = await untilDone(signal, async () => {
      if (list.length === 0 || books.stale || Date.now() - listedAt > LIST_AGE_MS) {
        list = await readTicking(redis);
        listedAt = Date.now();
        books.stale = false;
      }
      const now = await redisNow(redis, CLOCK_AGE_MS);
      if (doneUntil > now + TICK) {
        const seconds = Math.round((doneUntil - now) / SECOND);
        log.folded('the clock of Redis is behind what is booked', { seconds });
        // Ticks that were done are passed again, and each account refuses them.
        doneUntil = now;
      }
      const after = Math.max(doneUntil, now - CATCH_UP_MS);
      const missed = doneUntil === 0 ? 0 : ticksBetween(list, doneUntil, after);
      if (missed > 0) bookingMeasure.tell({ outcome: 'dropped', count: missed });
      doneUntil = after;
      const due = nextDue(list, after);
      await sleep(Math.max(0, due - now), undefined, { signal });
      const until = Math.max(due, await redisNow(redis, CLOCK_AGE_MS));
      return { items: dueItems(list, after, until), until };
    });
    if (batch === undefined) break;
    doneUntil = batch.until;
    const left = new Set(batch.items);
    const over =
      mayGrow() && (await untilDone(signal, () => bookBatch(redis, books, left, bound), CATCH_UP_MS));
    if (over) trimmer.add(over.map(({ ref }) => ref));
    else if (!signal.aborted) bookingMeasure.tell({ outcome: 'dropped', count: left.size });
  }
  await trimmer.idle();
}

/** The first moment after `after` at which an account ticks; the next tick when there is none. */
export function nextDue(list: readonly Ticking[], after: number): number {
  const offsets = list.length === 0 ? [0] : list.map(({ offsetMs }) => offsetMs);
  return offsets.reduce(
    (first, offsetMs) => Math.min(first, momentAfter(offsetMs, after)),
    Number.POSITIVE_INFINITY,
  );
}

/** What ticks after `after` and not after `until`: once each, with the latest of its moments in between. */
export function dueItems(list: readonly Ticking[], after: number, until: number): Item[] {
  return list.flatMap(({ ref, offsetMs }) => {
    const moment = momentAfter(offsetMs, until) - TICK;
    return moment > after ? [{ ref, offsetMs, tick: tickOf(moment) }] : [];
  });
}

/** How many moments lie after `after` and not after `until`, of all accounts. */
export const ticksBetween = (list: readonly Ticking[], after: number, until: number): number =>
  list.reduce((sum, { offsetMs }) => sum + tickOf(until - offsetMs) - tickOf(after - offsetMs), 0);

/** An account's first moment after a time. */
function momentAfter(offsetMs: number, after: number): number {
  const moment = tickOf(after) * TICK + offsetMs;
  return moment > after ? moment : moment + TICK;
}
