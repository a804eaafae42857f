/**
 * What an account does on a day of the bank: bills, everyday life, savings. Pure and deterministic: history and worker take
 * their entries from the same plan.
 */

import { type BankDay, dailyLife, type Planned, planned } from '#demo/daily-life.ts';
import { counterparty, type Group } from '#demo/demo-counterparties.ts';
import { between, type Random, randomFrom } from '#demo/random.ts';
import type { CurrentAccount, DemoAccount, Life } from '#demo/world.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { MINUTE, startOfDay } from '#lib/time.ts';

/** A customer's day has this many entries. */
export const DAILY_ENTRIES = { min: 5, max: 10 };

/**
 * The entries of an account on a bank day `yyyy-mm-dd`, in no order. Their ids are those of the customer's account of that
 * kind and that day: history and worker book each once between them. Ids are shown, numbers are not.
 */
export function dayPlan(account: DemoAccount, date: string, timeZone: string): Posting[] {
  const startAt = startOfDay(date, timeZone);
  const day = bankDay(date);
  const random = randomFrom(`${account.number}:${date}`);
  const plan = account.kind === 'current' ? currentDay(account, day, random) : savingsDay(account, day);
  return plan.map(({ minute, ...entry }, index) => ({
    ...entry,
    id: `plan-${account.kind}-${date}-${index + 1}`,
    at: startAt + minute * MINUTE + between(random, 0, 59_999),
  }));
}

const PLAN_ID = /^(plan-\w+-([\d-]{10})-\d+)(?:\.(\d+))?$/;

/** What an id of the plan says; null of any other. `part` counts from 1, and is 0 in the id of the whole. */
export function readPlanId(id: string): { whole: string; date: string; part: number } | null {
  const [, whole, date, part = '0'] = PLAN_ID.exec(id) ?? [];
  return whole && date ? { whole, date, part: Number(part) } : null;
}

/** The day of an entry of the plan or a part of one, by its id; null of any other. */
export const dayOfPlanId = (id: string): string | null => readPlanId(id)?.date ?? null;

export function bankDay(date: string): BankDay {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { date, year, month, day, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() };
}

function currentDay(account: CurrentAccount, day: BankDay, random: Random): Planned[] {
  const recurring = [...monthly(account.life, day), ...standingOrder(account, day)];
  const room = DAILY_ENTRIES.max - recurring.length;
  const wanted = between(random, Math.max(0, DAILY_ENTRIES.min - recurring.length), Math.min(room, 8));
  return [...recurring, ...dailyLife(account, day, wanted, random)];
}

/** Salary, rent, bills and subscriptions, on their days; in the small hours, as banks book them. */
function monthly(life: Life, day: BankDay): Planned[] {
  const due = [
    ...(day.day === life.payday ? [bill('income', life.employer, day, 1)] : []),
    ...(day.day === 1 ? [bill('housing', life.landlord, day, -1)] : []),
    ...Object.entries(life.monthly).flatMap(([group, bills]) =>
      Object.keys(bills)
        .filter((name) => bills[name] === day.day)
        .map((name) => bill(group as Group, name, day, -1)),
    ),
  ];
  return due.map((entry, index) => ({ ...entry, minute: 6 * 60 + index * 7 }));
}

/** A bill has the same amount all year, except where winter makes it dearer. */
function bill(group: Group, name: string, day: BankDay, sign: 1 | -1): Planned {
  const other = counterparty(group, name);
  const spread = other.maxMinor - other.minMinor;
  const winter = (1 + Math.cos(((day.month - 1) / 12) * 2 * Math.PI)) / 2;
  const share = name === 'Octopus Energy' ? winter : 0.5;
  // A price like 15.99 rather than 15.50; whole amounts stay whole.
  const amount = other.minMinor + (spread === 100 ? 99 : Math.round(spread * share));
  const [description = name] = other.descriptions;
  return planned(other, sign * amount, description);
}

/** The same day and amount on both sides. */
const SAVING_DAY = 26;
const SAVING_MINUTE = 5 * 60;

function standingOrder({ kind, saving }: DemoAccount, day: BankDay): Planned[] {
  if (!saving || day.day !== SAVING_DAY) return [];
  const out = kind === 'current';
  return [
    {
      amountMinor: out ? -saving.amountMinor : saving.amountMinor,
      counterparty: out ? 'My savings' : 'My current account',
      counterpartyAccount: saving.with,
      description: out ? 'Standing order to savings' : 'Standing order from current account',
      category: 'savings',
      type: 'own_transfer',
      minute: SAVING_MINUTE,
    },
  ];
}

const INTEREST = { name: 'Redis Bank', category: 'interest', type: 'interest' } as const;

/** The savings account gets the standing order and, on the last day of each month, interest. */
function savingsDay(account: DemoAccount, day: BankDay): Planned[] {
  const lastOfMonth = new Date(Date.UTC(day.year, day.month, 0)).getUTCDate();
  const interestMinor = Math.round((account.openingBalanceMinor * 0.024) / 12);
  const interest = planned(INTEREST, interestMinor, 'Interest, 2.4% a year');
  return [
    ...standingOrder(account, day),
    ...(day.day === lastOfMonth ? [{ ...interest, minute: SAVING_MINUTE }] : []),
  ];
}
