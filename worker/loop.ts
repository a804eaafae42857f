/** When the worker books: the clock, the list of accounts, and what happens when Redis is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { MINUTE, SECOND, TICK } from '#lib/time.ts';
import { trimAccount } from '#lib/transactions/trim.ts';
import { bookBatch, type Item, newBooks, waitUntilOnDisk } from '#worker/booking.ts';
import { tickOf } from '#worker/generator.ts';
import { readTicking, type Ticking } from '#worker/ticking.ts';

const LIST_AGE_MS = MINUTE;
const FIRST_RETRY_MS = 50;
const MOST_RETRY_MS = SECOND;

/** Books until the signal. Returns after the batch in hand; throws nothing that Redis causes. */
export async function runLoop(redis: Redis, signal: AbortSignal): Promise<void> {
  const books = newBooks();
  let list: Ticking[] = [];
  let listedAt = Number.NEGATIVE_INFINITY;
  let doneUntil = 0;
  while (!signal.aborted) {
    const due = await untilDone(signal, async () => {
      if (list.length === 0 || books.stale || Date.now() - listedAt > LIST_AGE_MS) {
        list = await readTicking(redis);
        listedAt = Date.now();
        books.stale = false;
      }
      const now = await redisNow(redis);
      // What came due while nobody was here is not made up for, but the moment that just passed is.
      const next = nextDue(list, Math.max(doneUntil, now - SECOND));
      await sleep(Math.max(0, next - now), undefined, { signal });
      return next;
    });
    if (due === undefined) return;
    doneUntil = due;
    const items = list
      .filter(({ offsetMs }) => offsetMs === due % TICK)
      .map(({ ref, offsetMs }): Item => ({ ref, offsetMs, tick: tickOf(due) }));
    const over = await untilDone(signal, () => book(redis, books, items), due + TICK);
    if (over) await trim(redis, over);
  }
}

/** The first moment after `after` at which an account ticks; the next tick when there is none. */
export function nextDue(list: readonly Ticking[], after: number): number {
  const begin = tickOf(after) * TICK;
  const offsets = list.length === 0 ? [0] : [...new Set(list.map(({ offsetMs }) => offsetMs))];
  const moments = offsets.map((offset) => (begin + offset > after ? begin + offset : begin + TICK + offset));
  return Math.min(...moments);
}

/** Books all, and answers which accounts have grown too long. Throws while not all of it is on disk. */
async function book(redis: Redis, books: ReturnType<typeof newBooks>, items: Item[]): Promise<Item[]> {
  const over = await bookBatch(redis, books, items, config().ledgerMaxEntries);
  await waitUntilOnDisk(redis);
  return over;
}

async function trim(redis: Redis, items: readonly Item[]): Promise<void> {
  for (const { ref } of items) {
    await trimAccount(redis, ref, config().ledgerMaxEntries).catch((error: unknown) =>
      log.warn('an account was not trimmed', { account: ref.account, error }),
    );
  }
}

/**
 * Repeats `work` until it succeeds, waiting a little longer each time; for ever, or until the local clock passes
 * `endAt`. Undefined when it was given up or the worker is stopping. One line an outage, not one a try.
 */
async function untilDone<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  endAt = Number.POSITIVE_INFINITY,
): Promise<T | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return undefined;
      if (attempt === 0) log.warn('the worker could not go on, and tries again', { error });
      if (Date.now() > endAt) return undefined;
      const delayMs = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
    }
  }
}
