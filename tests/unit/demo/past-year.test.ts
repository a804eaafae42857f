import { describe, expect, it } from 'vitest';
import { DAILY_ENTRIES, dayPlan } from '#demo/day-plan.ts';
import { HISTORY_DAYS, history, openingOf } from '#demo/past-year.ts';
import { CUSTOMERS, type DemoAccount } from '#demo/world.ts';
import { type Posting, postingSchema } from '#lib/ledger/ledger-entry.ts';
import { DAY, dayOf, HOUR, monthOf } from '#lib/time.ts';

const END = Date.UTC(2026, 10, 24, 15, 30);
const accounts = CUSTOMERS.flatMap(({ username, accounts }) =>
  accounts.map((one) => [username, one] as const),
);
const [bob] = CUSTOMERS[0]?.accounts ?? [];
const current = accounts.filter(([, { kind }]) => kind === 'current');

const sum = (postings: readonly Posting[]) =>
  postings.reduce((total, { amountMinor }) => total + amountMinor, 0);
const perDay = (postings: readonly Posting[], zone = 'UTC') =>
  Map.groupBy(postings, ({ at }) => dayOf(at, zone));
const bobs = (zone = 'UTC') => history(bob as DemoAccount, END, zone);

it.each(accounts)('%s: the same end gives the same entries, to the letter', (_, account) => {
  expect(history(account, END, 'UTC')).toEqual(history(account, END, 'UTC'));
});

it.each(accounts)(
  '%s: entries are valid, in time order, after the opening and before the end',
  (_, account) => {
    const entries = history(account, END, 'UTC');
    let last = openingOf(END);
    for (const entry of entries) {
      postingSchema.parse(entry);
      expect(entry.at).toBeGreaterThan(last);
      last = entry.at;
    }
    expect(last).toBeLessThan(END);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  },
);

it.each(current)('%s: five to ten entries on every whole day of the year', (_, account) => {
  const days = perDay(history(account, END, 'UTC'));
  expect(days.size).toBe(HISTORY_DAYS + 1);
  const whole = [...days.values()].slice(1, -1).map((entries) => entries.length);
  expect(Math.min(...whole)).toBeGreaterThanOrEqual(DAILY_ENTRIES.min);
  expect(Math.max(...whole)).toBeLessThanOrEqual(DAILY_ENTRIES.max);
  expect(DAILY_ENTRIES).toEqual({ min: 5, max: 10 });
});

it.each(accounts)('%s: the balance is never below zero', (_, account) => {
  let balance = account.openingBalanceMinor;
  for (const { amountMinor } of history(account, END, 'UTC')) {
    balance += amountMinor;
    expect(balance).toBeGreaterThan(0);
  }
});

it.each(['America/New_York', 'Europe/Berlin', 'Pacific/Kiritimati', 'Australia/Lord_Howe'])(
  'days are the bank’s in %s, those of a clock change too',
  (zone) => {
    const whole = [...perDay(bobs(zone), zone).values()].slice(1, -1).map((entries) => entries.length);
    expect(whole.length).toBeGreaterThanOrEqual(HISTORY_DAYS - 2);
    expect(Math.min(...whole)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...whole)).toBeLessThanOrEqual(10);
  },
);

describe('bob’s year is plausible', () => {
  const entries = bobs();
  const months = [...Map.groupBy(entries, ({ at }) => monthOf(at, 'UTC')).entries()].slice(1, -1);
  const of = (category: string) => entries.filter((entry) => entry.category === category);

  it('salary and rent come once a month, on their day', () => {
    for (const [month, some] of months) {
      const salary = some.filter(({ type }) => type === 'salary');
      expect(salary.map(({ at }) => dayOf(at, 'UTC'))).toEqual([`${month}-25`]);
      const rent = some.filter(({ category }) => category === 'housing');
      expect(rent.map(({ at, amountMinor }) => [dayOf(at, 'UTC'), amountMinor])).toEqual([
        [`${month}-01`, -1450_00],
      ]);
    }
  });

  it('a subscription costs the same all year, electricity more in winter', () => {
    const paid = (name: string) => entries.filter(({ counterparty }) => counterparty === name);
    expect(new Set(paid('Netflix').map(({ amountMinor }) => amountMinor)).size).toBe(1);
    const energy = new Map(
      paid('Octopus Energy').map(({ at, amountMinor }) => [monthOf(at, 'UTC').slice(5), -amountMinor]),
    );
    expect(energy.get('01')).toBeGreaterThan(1.5 * (energy.get('07') ?? 0));
  });

  it('weekends differ from workdays: fewer rides, dearer groceries on Saturday', () => {
    const weekday = ({ at }: Posting) => new Date(at).getUTCDay();
    const rides = of('transport').filter((entry) => [0, 6].includes(weekday(entry))).length / 2;
    const workRides = of('transport').filter((entry) => ![0, 6].includes(weekday(entry))).length / 5;
    expect(workRides).toBeGreaterThan(1.3 * rides);
    const mean = (some: Posting[]) => -sum(some) / some.length;
    const saturday = of('groceries').filter((entry) => weekday(entry) === 6);
    const other = of('groceries').filter((entry) => weekday(entry) !== 6);
    expect(mean(saturday)).toBeGreaterThan(1.1 * mean(other));
  });

  it('he travels in August, shops before Christmas, and gets some money back', () => {
    const travel = of('travel').map(({ at }) => monthOf(at, 'UTC').slice(5));
    expect(travel.filter((month) => month === '08').length).toBeGreaterThan(10);
    expect(new Set(travel).size).toBeLessThanOrEqual(3);
    const shopping = (month: string) =>
      of('shopping').filter(({ at }) => monthOf(at, 'UTC').endsWith(month)).length;
    expect(shopping('-12')).toBeGreaterThan(1.4 * shopping('-03'));
    expect(entries.filter(({ type }) => type === 'refund').length).toBeGreaterThan(3);
  });

  it('what leaves for his savings arrives there on the same day', () => {
    const saved = entries.filter(({ category }) => category === 'savings');
    const [, savings] = CUSTOMERS[0]?.accounts ?? [];
    const arrived = history(savings as DemoAccount, END, 'UTC').filter(
      ({ category }) => category === 'savings',
    );
    expect(saved.length).toBeGreaterThanOrEqual(12);
    expect(arrived.map(({ at, amountMinor }) => [dayOf(at, 'UTC'), -amountMinor])).toEqual(
      saved.map(({ at, amountMinor }) => [dayOf(at, 'UTC'), amountMinor]),
    );
  });
});

it('the history and the worker call the entries of a day alike, so that each is booked once between them', () => {
  const today = dayOf(END, 'UTC');
  const planned = dayPlan(bob as DemoAccount, today, 'UTC');
  const booked = bobs().filter(({ at }) => dayOf(at, 'UTC') === today);
  expect(booked.length).toBeGreaterThan(0);
  for (const entry of booked) expect(planned).toContainEqual(entry);
});

it('the history ends where the worker begins: nothing of the last second, and the last day is there', () => {
  const last = bobs().at(-1)?.at ?? 0;
  expect(END - last).toBeGreaterThanOrEqual(1000);
  expect(END - last).toBeLessThan(DAY + HOUR);
});
