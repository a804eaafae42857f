/** The plan of the day in the order in which it is booked, made once a day for each account. */
import { accountOf } from '#demo/crowd.ts';
import type { BankDay } from '#demo/daily-life.ts';
import { bankDay, dayPlan } from '#demo/day-plan.ts';
import type { CurrentAccount } from '#demo/world.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { dayOf, startOfDay, TICK } from '#lib/time.ts';

/** Ticks from one entry of the plan to the next: holds in between are released in time. */
const MIN_STEP = 3;

export type Plan = {
  account: CurrentAccount;
  day: BankDay;
  /** Milliseconds. */
  startAt: number;
  /** Each with the tick in which it is due: the first one at or after its time. */
  entries: readonly { tick: number; posting: Posting }[];
};
export type Plans = { of: (number: string, moment: { at: number; offsetMs: number }) => Plan };

/** Keeps the plan of one day for each account. `timeZone` is the bank's. */
export function newPlans(timeZone: string): Plans {
  const made = new Map<string, Plan>();
  return {
    of: (number, { at, offsetMs }) => {
      const date = dayOf(at, timeZone);
      const before = made.get(number);
      if (before?.day.date === date) return before;
      const plan = planOf(number, date, offsetMs, timeZone);
      made.set(number, plan);
      return plan;
    },
  };
}

function planOf(number: string, date: string, offsetMs: number, timeZone: string): Plan {
  const account = accountOf(number);
  let last = Number.NEGATIVE_INFINITY;
  const entries = dayPlan(account, date, timeZone)
    // Nobody books for the savings on the other side: no money leaves for nowhere.
    .filter(({ type }) => type !== 'own_transfer')
    .sort((one, other) => one.at - other.at)
    .map((posting) => {
      last = Math.max(Math.ceil((posting.at - offsetMs) / TICK), last + MIN_STEP);
      return { tick: last, posting };
    });
  return { account, day: bankDay(date), startAt: startOfDay(date, timeZone), entries };
}
