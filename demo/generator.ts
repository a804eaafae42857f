/**
 * What is booked in a tick: what a card does all day. Pure: it follows from (account, tick) and from the holds that are open,
 * so any number of workers asks for the same posting, and the idempotency of the id lets one of them win.
 *
 * The plan of the day (day-plan.ts) is booked at its times, each entry in one tick. Every other tick holds an amount at a
 * familiar merchant or releases the oldest hold, so that a day ends as planned. An entry whose tick no worker saw is not
 * booked later: a stop of all workers at the time of the bills, about six in the morning, leaves out that month's rent.
 */
import { heldAt } from '#demo/daily-life.ts';
import type { Plans } from '#demo/plans.ts';
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
export type Ticked = { account: AccountId; number: string; holds: readonly OpenHold[] };

/** The posting of an account's tick, dated at the tick plus the account's own offset. */
export function tickPosting(
  { account, number, holds }: Ticked,
  { tick, offsetMs }: { tick: number; offsetMs: number },
  plans: Plans,
): Posting {
  const at = tick * TICK + offsetMs;
  const posted = { id: `tick-${account}-${tick}`, at };
  const plan = plans.of(number, { at, offsetMs });
  const due = plan.entries.get(tick);
  if (due) return { ...due, ...posted };
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
