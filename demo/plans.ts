/** The plan in the order in which it is booked: of the day, made once a day for each account, and of days before it. */
import { accountOf } from '#demo/crowd.ts';
import type { BankDay } from '#demo/daily-life.ts';
import { bankDay, dayOfPlanId, dayPlan } from '#demo/day-plan.ts';
import { HISTORY_DAYS } from '#demo/past-year.ts';
import type { CurrentAccount } from '#demo/world.ts';
import { isPlanned, type Posting } from '#lib/ledger/ledger-entry.ts';
import { dayOf, daysAfter, startOfDay, TICK } from '#lib/time.ts';

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
export type Plans = {
  of: (number: string, moment: { at: number; offsetMs: number }) => Plan;
  /** Whether the id is of an entry that the worker books. */
  has: (number: string, id: string) => boolean;
  /** What was planned after the entry of that id and before the day `until`, a year ago at most. */
  between: (number: string, id: string, until: string) => Iterable<Posting>;
};

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
    has: (number, id) => {
      const date = dayOfPlanId(id);
      return date !== null && plannedOn(number, date, timeZone).some((posting) => posting.id === id);
    },
    *between(number, id, until) {
      const aYearAgo = daysAfter(until, -HISTORY_DAYS);
      let date = dayOfPlanId(id) ?? until;
      if (date < aYearAgo) date = aYearAgo;
      for (; date < until; date = daysAfter(date, 1)) {
        const planned = plannedOn(number, date, timeZone);
        yield* planned.slice(planned.findIndex((posting) => posting.id === id) + 1);
      }
    },
  };
}

const plannedOn = (number: string, date: string, timeZone: string): Posting[] =>
  dayPlan(accountOf(number), date, timeZone)
    .filter(isPlanned)
    .sort((one, other) => one.at - other.at);

function planOf(number: string, date: string, offsetMs: number, timeZone: string): Plan {
  const account = accountOf(number);
  let last = Number.NEGATIVE_INFINITY;
  const entries = plannedOn(number, date, timeZone).map((posting) => {
    last = Math.max(Math.ceil((posting.at - offsetMs) / TICK), last + MIN_STEP);
    return { tick: last, posting };
  });
  return { account, day: bankDay(date), startAt: startOfDay(date, timeZone), entries };
}
