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
type Day = { date: string; startAt: number; entries: readonly Entry[] };
/**
 * `parts` is empty of what is never drawn: salary, rent and bills have days of their own, and of other money in a month has
 * so little that one payment more would be half of it.
 */
type Entry = { posting: Posting; parts: readonly number[] };

/** Of an account, on a day; other days are made as they are asked for. */
export type Plan = {
  account: CurrentAccount;
  timeZone: string;
  day: BankDay;
  today: Day;
  days: Map<string, Day>;
  /** What the plan spends in this month before today; once somebody asked. */
  spentBefore?: number;
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
    .sort((one, other) => one.at - other.at)
    .map((posting) => ({ posting, parts: isEveryday(posting) ? partsOf(posting) : [] })),
});

const isEveryday = ({ type, amountMinor }: Posting): boolean =>
  amountMinor < 0 && ['card', 'cash', 'transfer'].includes(type);

function dayOn(plan: Plan, date: string): Day {
  const day = plan.days.get(date) ?? dayIn(plan.account, date, plan.timeZone);
  plan.days.set(date, day);
  return day;
}

/** In the order of the plan; an id that is not of it comes before all. */
type Position = { date: string; index: number; part: number };

function positionOf(plan: Plan, id: string): Position {
  const { whole = '', date = '', part = 0 } = readPlanId(id) ?? {};
  const index = date ? dayOn(plan, date).entries.findIndex(({ posting }) => posting.id === whole) : -1;
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
  const before = dayOn(plan, date).entries.findLast(({ posting }) => posting.at <= at);
  return (before ?? dayOn(plan, daysAfter(date, -1)).entries.at(-1))?.posting.id ?? '';
}

/** The entry of that id, or the part. */
export function plannedAs(plan: Plan, id: string): Posting | undefined {
  const { date, index, part } = positionOf(plan, id);
  const entry = date ? dayOn(plan, date).entries[index] : undefined;
  return entry && (part === 0 ? entry.posting : partOf(entry, part));
}

const partOf = ({ posting, parts }: Entry, part: number): Posting | undefined => {
  const amountMinor = parts[part - 1];
  return amountMinor === undefined ? undefined : { ...posting, id: `${posting.id}.${part}`, amountMinor };
};

/**
 * The next entry of the plan, of today or a day before, at the time it is planned for, with what is left of its amount;
 * `isRest` where some of it was drawn. Of a year at most.
 */
export function nextPlanned(plan: Plan, cursors: Cursors): { posting: Posting; isRest: boolean } | undefined {
  const [planned, drawn] = [positionOf(plan, cursors.planned), positionOf(plan, cursors.drawn)];
  const { date: today } = plan.today;
  let date = planned.date;
  if (date < today && date < daysAfter(today, -HISTORY_DAYS)) date = daysAfter(today, -HISTORY_DAYS);
  for (; date <= today; date = daysAfter(date, 1)) {
    for (const [index, { posting, parts }] of dayOn(plan, date).entries.entries()) {
      if (!isAfter({ date, index, part: 0 }, planned)) continue;
      if (date > drawn.date || parts.length === 0) return { posting, isRest: false };
      const amountMinor = parts
        .filter((_, at) => !isDrawn(drawn, { date, index, part: at + 1 }))
        .reduce((sum, part) => sum + part, 0);
      if (amountMinor !== 0)
        return { posting: { ...posting, amountMinor }, isRest: amountMinor !== posting.amountMinor };
    }
  }
}

/** The next part to draw, of today and the days until `to`. */
export function nextDrawn(plan: Plan, cursors: Cursors, to: string): Posting | undefined {
  const [planned, drawn] = [positionOf(plan, cursors.planned), positionOf(plan, cursors.drawn)];
  for (let { date } = plan.today; date <= to; date = daysAfter(date, 1)) {
    const { entries } = dayOn(plan, date);
    const most = Math.max(...entries.map(({ parts }) => parts.length));
    for (let part = 1; part <= most; part++) {
      for (const [index, entry] of entries.entries()) {
        const place = { date, index, part };
        const posting = partOf(entry, part);
        if (posting && isAfter(place, planned) && !isDrawn(drawn, place)) return posting;
      }
    }
  }
}

/** What was spent ahead of the plan: the sum of parts that were drawn before their time, in minor units. */
export function spentAhead(plan: Plan, cursor: string, at: number): number {
  const drawn = positionOf(plan, cursor);
  let sum = 0;
  for (let { date } = plan.today; date <= drawn.date; date = daysAfter(date, 1)) {
    for (const [index, { posting, parts }] of dayOn(plan, date).entries.entries()) {
      if (posting.at <= at) continue;
      for (const [part, amountMinor] of parts.entries())
        if (isDrawn(drawn, { date, index, part: part + 1 })) sum -= amountMinor;
    }
  }
  return sum;
}

/** What the plan spends in this month until a time of today, in minor units. */
export function spentThisMonth(plan: Plan, at: number): number {
  const { date: today, entries } = plan.today;
  if (plan.spentBefore === undefined) {
    let sum = 0;
    for (let date = `${today.slice(0, 7)}-01`; date < today; date = daysAfter(date, 1))
      sum += spent(dayIn(plan.account, date, plan.timeZone).entries);
    plan.spentBefore = sum;
  }
  return plan.spentBefore + spent(entries.filter(({ posting }) => posting.at <= at));
}

const spent = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { posting }) => sum + Math.max(0, -posting.amountMinor), 0);
