/**
 * What is booked in a tick: what a card does all day. Pure: it follows from (account, tick), from the holds that are open,
 * and from how much of the day's plan is booked, so any number of workers asks for the same posting, and the idempotency
 * of the id lets one of them win.
 *
 * The plan of the day (day-plan.ts) is booked in order, one entry a tick, each once it is due, also late. What the plan
 * had on earlier days and no worker booked comes before it, at the time it was planned for, or right after what was booked
 * since. Every other tick holds an amount at a familiar merchant or releases the oldest hold, so that a day ends as planned.
 */
import { heldAt } from '#demo/daily-life.ts';
import type { Plan } from '#demo/plans.ts';
import { hashText, randomFrom } from '#demo/random.ts';
import type { AccountId } from '#lib/ids.ts';
import { MAX_OPEN_HOLDS, type OpenHold, releaseOf } from '#lib/ledger/holds.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { MINUTE, TICK } from '#lib/time.ts';

/** Ticks until a hold is due for release; what the plan books in between comes on top. */
const MAX_HELD_TICKS = 4;

/** The number of the tick that `at` is in: tens of seconds since the epoch. */
export const tickOf = (at: number): number => Math.floor(at / TICK);

/** An account as a tick finds it. */
export type Ticked = { account: AccountId; holds: readonly OpenHold[] };

/** A tick of an account, which books `offsetMs` after it. */
export type Moment = { tick: number; offsetMs: number };
export const momentAt = ({ tick, offsetMs }: Moment): number => tick * TICK + offsetMs;

/** The next posting of the plan, of which `booked` are booked, at the tick; undefined while it is not due. */
export function duePosting({ entries }: Plan, booked: number, moment: Moment): Posting | undefined {
  const next = entries[booked];
  return next && next.tick <= moment.tick ? { ...next.posting, at: momentAt(moment) } : undefined;
}

/** What a tick books with nothing of the plan due. */
export function heldPosting({ account, holds }: Ticked, moment: Moment, plan: Plan): Posting {
  const at = momentAt(moment);
  const posted = { id: `tick-${account}-${moment.tick}`, at };
  const [oldest] = holds;
  if (oldest && (holds.length >= MAX_OPEN_HOLDS || isOver(account, oldest, at)))
    return releaseOf(oldest, posted);
  const minute = Math.floor((at - plan.startAt) / MINUTE);
  const { minute: _, ...held } = heldAt(plan.account, plan.day, minute, randomFrom(posted.id));
  return { ...held, ...posted };
}

/** Each is held for a time of its own. */
const isOver = (account: AccountId, { seq, at: heldAtMs }: OpenHold, at: number): boolean =>
  Math.round((at - heldAtMs) / TICK) > hashText(`${account}:${seq}`) % MAX_HELD_TICKS;
