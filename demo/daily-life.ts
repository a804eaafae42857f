/** What a customer does on a day beside bills: by weekday, season and habit, in believable hours and amounts. */
import { accountNumberOf, COUNTERPARTIES, type Counterparty, type Group } from '#demo/demo-counterparties.ts';
import { between, hashText, pick, type Random } from '#demo/random.ts';
import type { CurrentAccount } from '#demo/world.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';

/** An entry before its time of day is fixed; `minute` of the bank's day. */
export type Planned = Omit<Posting, 'id' | 'at'> & { minute: number };

/** A bank day: `month` and `day` from 1, `weekday` 0 for Sunday. */
export type BankDay = { date: string; year: number; month: number; day: number; weekday: number };

/** An entry with a counterparty; its minute is set by whoever knows the time of day. */
export const planned = (
  other: { name: string; category: string; type: Posting['type'] },
  amountMinor: number,
  description: string,
): Planned => ({
  amountMinor,
  counterparty: other.name,
  counterpartyAccount: accountNumberOf(other.name),
  description,
  category: other.category,
  type: other.type,
  minute: 0,
});

/** Which group, how often (weights add up to anything), and between which hours. */
type Habit = readonly [group: Group, weight: number, fromHour: number, toHour: number];

const WORKDAY: readonly Habit[] = [
  ['coffee', 30, 7, 10],
  ['transport', 24, 7, 19],
  ['restaurants', 16, 12, 14],
  ['groceries', 24, 17, 21],
  ['shopping', 4, 12, 21],
  ['health', 3, 10, 18],
  ['entertainment', 2, 18, 22],
  ['cash', 1, 9, 19],
  ['education', 1, 18, 22],
];
const WEEKEND: readonly Habit[] = [
  ['coffee', 16, 9, 15],
  ['restaurants', 20, 12, 22],
  ['groceries', 30, 9, 19],
  ['shopping', 12, 10, 19],
  ['entertainment', 9, 11, 23],
  ['transport', 9, 9, 23],
  ['home', 4, 10, 17],
  ['friends', 5, 11, 23],
  ['electronics', 2, 11, 18],
  ['charity', 1, 10, 20],
];

/** Days away, in August and around New Year; each customer leaves on days of their own. */
const TRAVEL: readonly Habit[] = [
  ['travel', 40, 8, 20],
  ['restaurants', 32, 11, 23],
  ['coffee', 18, 8, 17],
  ['transport', 10, 9, 23],
];

/** Share of an amount's usual range that is used: most purchases are small, some are not. */
const SMALLNESS = 2.4;
const REFUND_SHARE = 0.07;
const INCOME_SHARE = 0.025;

export function dailyLife(account: CurrentAccount, day: BankDay, count: number, random: Random): Planned[] {
  const habits = habitsOf(account, day);
  return Array.from({ length: count }, () => {
    if (random() < INCOME_SHARE) return moneyIn(random);
    return purchase(account, day, habits, random);
  });
}

function purchase(account: CurrentAccount, day: BankDay, habits: readonly Habit[], random: Random): Planned {
  const [group, , fromHour, toHour] = weighted(random, habits);
  const other = pick(random, familiar(account, COUNTERPARTIES[group]));
  const minute = between(random, fromHour * 60, toHour * 60 - 1);
  const back = ['shopping', 'electronics'].includes(group) && random() < REFUND_SHARE;
  const amountMinor = usualAmount(random, other, group, day);
  const description = pick(random, other.descriptions);
  const entry = back
    ? { ...planned(other, amountMinor, `Refund: ${description}`), type: 'refund' as const }
    : planned(other, -amountMinor, description);
  return { ...entry, minute };
}

/** Money that is announced, as by a friend. */
const ANNOUNCED_SHARE = 1 / 12;

/** What is pending at a minute of the day: by card, where the customer usually goes then, or money that is announced. */
export function pendingAt(account: CurrentAccount, day: BankDay, minute: number, random: Random): Planned {
  if (random() < ANNOUNCED_SHARE) return moneyIn(random);
  const habits = habitsOf(account, day).filter(([group]) =>
    COUNTERPARTIES[group].every(({ type }) => type === 'card'),
  );
  const now = habits.filter(([, , fromHour, toHour]) => minute >= fromHour * 60 && minute < toHour * 60);
  return purchase(account, day, now.length > 0 ? now : habits, random);
}

function habitsOf(account: CurrentAccount, day: BankDay): readonly Habit[] {
  if (isAway(account, day)) return TRAVEL;
  const weekend = day.weekday === 0 || day.weekday === 6;
  const friday: readonly Habit[] = day.weekday === 5 ? [['restaurants', 18, 18, 23]] : [];
  const gifts: readonly Habit[] = day.month === 12 && day.day < 24 ? [['shopping', 26, 10, 21]] : [];
  const sales: readonly Habit[] = day.month === 11 && day.day > 20 ? [['electronics', 10, 8, 23]] : [];
  const garden: readonly Habit[] = weekend && day.month >= 4 && day.month <= 6 ? [['home', 9, 10, 17]] : [];
  const pet: readonly Habit[] = account.life.pet ? [['pets', 3, 10, 19]] : [];
  const car: readonly Habit[] = account.life.driver ? [['fuel', 4, 7, 20]] : [];
  return [...(weekend ? WEEKEND : WORKDAY), ...friday, ...gifts, ...sales, ...garden, ...pet, ...car];
}

function isAway(account: CurrentAccount, { month, day }: BankDay): boolean {
  const leaves = 1 + (hashText(`${account.number}:away`) % 14);
  const summer = month === 8 && day >= leaves && day < leaves + 12;
  const winter = (month === 12 && day >= 28) || (month === 1 && day <= 2);
  return summer || (winter && leaves % 2 === 0);
}

/** People go where they went before: of each group a customer knows about two thirds. */
function familiar(account: CurrentAccount, list: readonly Counterparty[]): readonly Counterparty[] {
  const known = list.filter(({ name }) => hashText(`${account.number}:${name}`) % 3 > 0);
  return known.length > 0 ? known : list;
}

function usualAmount(random: Random, other: Counterparty, group: Group, { weekday, month }: BankDay): number {
  // The weekly shop is on Saturday; the weeks before Christmas are dearer.
  const weekly = group === 'groceries' && weekday === 6 ? 1.2 : SMALLNESS;
  const season = month === 12 ? 0.8 : 1;
  const spread = other.maxMinor - other.minMinor;
  return other.minMinor + Math.round(spread * random() ** (weekly * season)) - between(random, 0, 5);
}

function moneyIn(random: Random): Planned {
  const other = pick(random, [...COUNTERPARTIES.friends, ...COUNTERPARTIES.sales]);
  const amountMinor = between(random, other.minMinor, other.maxMinor);
  return {
    ...planned(other, amountMinor, pick(random, other.descriptions)),
    minute: between(random, 8 * 60, 22 * 60),
  };
}

function weighted(random: Random, habits: readonly Habit[]): Habit {
  const total = habits.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  return (
    habits.find(([, weight]) => {
      left -= weight;
      return left < 0;
    }) ?? pick(random, habits)
  );
}
