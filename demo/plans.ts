/**
 * The plan in the order in which it is booked, and how much of it is left. Everyday purchases may be drawn ahead of it, in
 * parts, for somebody who watches: what is drawn the plan books no more, so that totals stay those of the plan.
 */
import { accountOf } from '#demo/crowd.ts';
import type { BankDay } from '#demo/daily-life.ts';
import { bankDay, dayPlan, readPlanId } from '#demo/day-plan.ts';
import { partsOf } from '#demo/parts.ts';
import { HISTORY_DAYS } from '#demo/past-year.ts';
import type { CurrentAccount } from '#demo/world.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { dayOf, daysAfter, startOfDay } from '#lib/time.ts';

/** A day in the order of its times; without money moved to the savings, since nobody books the other side. */
type Day = { date: string; startAt: number; entries: readonly Posting[] };

/** Of an account, on a day; other days are made as they are asked for. */
export type Plan = {
  account: CurrentAccount;
  timeZone: string;
  day: BankDay;
  today: Day;
  days: Map<string, Day>;
};

/** How far an account is: the ids of the plan's last entry, and of the last part that was drawn; '' before the first. */
export type Cursors = { planned: string; drawn: string };

export type Plans = { of: (number: string, at: number) => Plan };

/** Keeps the plan of one day for each account. `timeZone` is the bank's. */
export function newPlans(timeZone: string): Plans {
  const made = new Map<string, Plan>();
  return {
    of: (number, at) => {
      const date = dayOf(at, timeZone);
      const before = made.get(number);
      if (before?.today.date === date) return before;
      const account = accountOf(number);
      const today = dayIn(account, date, timeZone);
      const plan = { account, timeZone, day: bankDay(date), today, days: new Map([[date, today]]) };
      made.set(number, plan);
      return plan;
    },
  };
}

const dayIn = (account: CurrentAccount, date: string, timeZone: string): Day => ({
  date,
  startAt: startOfDay(date, timeZone),
  entries: dayPlan(account, date, timeZone)
    .filter(({ type }) => type !== 'own_transfer')
    .sort((one, other) => one.at - other.at),
});

function dayOn(plan: Plan, date: string): Day {
  const day = plan.days.get(date) ?? dayIn(plan.account, date, plan.timeZone);
  plan.days.set(date, day);
  return day;
}

/** In the order of the plan; an id that is not of it comes before all. */
type Position = { date: string; index: number; part: number };

function positionOf(plan: Plan, id: string): Position {
  const { whole = '', date = '', part = 0 } = readPlanId(id) ?? {};
  const index = date ? dayOn(plan, date).entries.findIndex((posting) => posting.id === whole) : -1;
  return { date, index, part };
}

/** The first parts of a day are drawn first, so that nobody shops at one place three times in a row. */
const isDrawn = (last: Position, { date, index, part }: Position): boolean =>
  date < last.date ||
  (date === last.date && (part < last.part || (part === last.part && index <= last.index)));

const isAfter = ({ date, index }: Position, last: Position): boolean =>
  date > last.date || (date === last.date && index > last.index);

/** The id of the last entry at or before a time. */
export function lastUntil(plan: Plan, at: number): string {
  const date = dayOf(at, plan.timeZone);
  const before = dayOn(plan, date).entries.findLast((posting) => posting.at <= at);
  return (before ?? dayOn(plan, daysAfter(date, -1)).entries.at(-1))?.id ?? '';
}

/** The entry of that id, or the part. */
export function plannedAs(plan: Plan, id: string): Posting | undefined {
  const { date, index, part } = positionOf(plan, id);
  const whole = date ? dayOn(plan, date).entries[index] : undefined;
  if (!whole || part === 0) return whole;
  const amountMinor = partsOf(whole)[part - 1];
  return amountMinor === undefined ? undefined : { ...whole, id, amountMinor };
}

/**
 * The next entry of the plan, of today or a day before, at the time it is planned for, with what is left of its amount;
 * `isRest` where some of it was drawn. Of a year at most.
 */
export function nextPlanned(plan: Plan, cursors: Cursors): { posting: Posting; isRest: boolean } | undefined {
  const [planned, drawn] = [positionOf(plan, cursors.planned), positionOf(plan, cursors.drawn)];
  const { date: today } = plan.today;
  const [from = today] = [planned.date, daysAfter(today, -HISTORY_DAYS)].sort().reverse();
  for (let date = from; date <= today; date = daysAfter(date, 1)) {
    for (const [index, posting] of dayOn(plan, date).entries.entries()) {
      if (!isAfter({ date, index, part: 0 }, planned)) continue;
      if (date > drawn.date || !isEveryday(posting)) return { posting, isRest: false };
      const amountMinor = partsOf(posting)
        .filter((_, at) => !isDrawn(drawn, { date, index, part: at + 1 }))
        .reduce((sum, part) => sum + part, 0);
      if (amountMinor !== 0)
        return { posting: { ...posting, amountMinor }, isRest: amountMinor !== posting.amountMinor };
    }
  }
}

/** The next part to draw, from today to `horizonDays` later. */
export function nextDrawn(plan: Plan, cursors: Cursors, horizonDays: number): Posting | undefined {
  const [planned, drawn] = [positionOf(plan, cursors.planned), positionOf(plan, cursors.drawn)];
  const { date: today } = plan.today;
  for (const { posting, place } of partsBetween(plan, today, daysAfter(today, horizonDays))) {
    if (isAfter(place, planned) && !isDrawn(drawn, place)) return posting;
  }
}

/** How many parts were drawn before their time. */
export function countAhead(plan: Plan, drawn: string, at: number): number {
  const last = positionOf(plan, drawn);
  let count = 0;
  for (const { posting, place } of partsBetween(plan, plan.today.date, last.date))
    if (posting.at > at && isDrawn(last, place)) count++;
  return count;
}

/** In the order in which they are drawn. */
function* partsBetween(
  plan: Plan,
  from: string,
  to: string,
): Iterable<{ posting: Posting; place: Position }> {
  for (let date = from; date <= to; date = daysAfter(date, 1)) {
    const parts = dayOn(plan, date).entries.map((posting) =>
      isEveryday(posting)
        ? partsOf(posting).map((amountMinor, at) => ({
            ...posting,
            id: `${posting.id}.${at + 1}`,
            amountMinor,
          }))
        : [],
    );
    for (let part = 1; parts.some((all) => all.length >= part); part++) {
      for (const [index, all] of parts.entries()) {
        const posting = all[part - 1];
        if (posting) yield { posting, place: { date, index, part } };
      }
    }
  }
}

/** What has no day of its own, as salary, rent and bills have. */
const isEveryday = ({ type }: Posting): boolean => ['card', 'cash', 'transfer', 'refund'].includes(type);
