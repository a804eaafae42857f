/**
 * Twelve months of a customer's life, before the first tick. Pure and deterministic: the same account and the same
 * end give the same entries. Days are the bank's.
 */

import { dayPlan } from '#demo/day-plan.ts';
import type { DemoAccount } from '#demo/world.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { DAY, dayOf, SECOND, TICK } from '#lib/time.ts';

export const HISTORY_DAYS = 365;
/** The moment an account with this history was opened. */
export const openingOf = (endAt: number, days = HISTORY_DAYS): number => endAt - days * DAY;

/**
 * All entries of an account after its opening and before `endAt` (milliseconds), in time order, no two in one
 * millisecond.
 */
export function history(
  account: DemoAccount,
  endAt: number,
  timeZone: string,
  days = HISTORY_DAYS,
): Posting[] {
  const from = openingOf(endAt, days);
  const entries: Posting[] = [];
  // Half a day's steps, so that a day of 23 hours is not missed; each date once.
  for (const date of new Set(steps(from, endAt + DAY / 2, DAY / 2).map((at) => dayOf(at, timeZone)))) {
    entries.push(...dayPlan(account, date, timeZone));
  }
  // The worker books what comes after the last tick.
  const until = Math.min(endAt - SECOND, Math.floor(endAt / TICK) * TICK + 1);
  return entries
    .filter(({ at }) => at > from && at < until)
    .sort((a, b) => a.at - b.at)
    .reduce<Posting[]>((done, entry) => {
      const at = Math.max(entry.at, (done.at(-1)?.at ?? 0) + 1);
      done.push({ ...entry, at });
      return done;
    }, []);
}

const steps = (from: number, to: number, stepMs: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, index) => from + index * stepMs);
