/**
 * Finds regular payments. Pure. Only certain ones are reported: a series has at least three payments (four when
 * weekly), on their dates, none in between, of one amount or of a range after six, and has not missed its last date.
 */
import { z } from 'zod';
import { DIRECTIONS } from '#lib/ledger/direction.ts';
import type { Repeated } from '#lib/search/repeated.ts';
import { DAY, dayOf, monthAfter } from '#lib/time.ts';
import { millis, minor } from '#lib/whole-number.ts';

const RHYTHMS = ['week', 'month', 'year'] as const;
type Rhythm = (typeof RHYTHMS)[number];

export const regularSchema = z.object({
  counterparty: z.string(),
  category: z.string().describe('Of the last payment.'),
  direction: z.enum(DIRECTIONS),
  every: z.enum(RHYTHMS),
  amountMinor: minor.describe('Signed, of the last payment.'),
  minMinor: minor.describe('Signed, the smallest by size; the same as maxMinor when the amount is steady.'),
  maxMinor: minor.describe('Signed, the largest by size.'),
  count: z.number().int().positive(),
  lastAt: millis,
  nextDay: z.string().describe('The bank day on which the next one is expected.'),
  byAmount: z.boolean().describe('Told from other payments of this name by its amount alone.'),
});
/** `amountMinor` is a hint when the amounts vary; `nextDay`, `yyyy-mm-dd`, is in the past while a payment is late. */
export type Regular = z.output<typeof regularSchema>;

const MIN_COUNT: Record<Rhythm, number> = { week: 4, month: 3, year: 3 };
/** Payments of one amount in a row that make it the price. */
const STEADY_COUNT = 3;
/** Amounts that differ, and payments among or after others that do not fit, take more of them to be sure. */
const SURE_COUNT = 6;
/** A range is what the last of them were. */
const RANGE_COUNT = 12;
/** Of a range: the largest is at most so many times the smallest. */
const MAX_SPREAD = 3;
/** Days a payment may be off its date: weekends, and months of different lengths. */
const OFF_DAYS: Record<Rhythm, number> = { week: 1, month: 3, year: 7 };
/** Days after its date on which a payment that has not come is still only late. */
const LATE_DAYS: Record<Rhythm, number> = { week: 3, month: 7, year: 14 };

/** All regular payments among `paid`, in any order, as of `now` (milliseconds): the next one due first. */
export function regularPayments(paid: readonly Repeated[], now: number, timeZone: string): Regular[] {
  const groups = grouped(
    paid.filter(({ at }) => at <= now),
    ({ counterparty, direction, amountMinor }) => `${direction} ${Math.sign(amountMinor)} ${counterparty}`,
  );
  return groups
    .flatMap((group) => seriesOf(group, now, timeZone))
    .sort((one, other) => order(one.nextDay, other.nextDay) || order(one.counterparty, other.counterparty));
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function grouped(paid: readonly Repeated[], nameOf: (one: Repeated) => string): Repeated[][] {
  return [...Map.groupBy(paid, nameOf).values()].map((group) => group.sort((a, b) => a.at - b.at));
}

/** One series of a name and direction, or several that its amounts tell apart. */
function seriesOf(group: Repeated[], now: number, timeZone: string): Regular[] {
  const whole = series(group, now, timeZone);
  if (whole) return [{ ...whole, byAmount: false }];
  return grouped(group, ({ amountMinor }) => String(amountMinor)).flatMap((part) => {
    const found = part.length < group.length && part.length >= SURE_COUNT && series(part, now, timeZone);
    return found ? [{ ...found, byAmount: true }] : [];
  });
}

function series(group: readonly Repeated[], now: number, timeZone: string): Omit<Regular, 'byAmount'> | null {
  if (group.length < STEADY_COUNT) return null;
  const days = group.map(({ at }) => dayNumber(dayOf(at, timeZone)));
  const today = dayNumber(dayOf(now, timeZone));
  for (const every of RHYTHMS) {
    const found = FITS[every](days);
    if (!found || found.next + LATE_DAYS[every] < today) continue;
    const run = group.slice(-found.count);
    if (run.length < MIN_COUNT[every] || (run.length < group.length && run.length < SURE_COUNT)) continue;
    const amounts = steadyEnd(run) ?? rangeOf(run);
    const last = run.at(-1);
    if (!amounts || !last) continue;
    return {
      counterparty: last.counterparty,
      category: last.category,
      direction: last.direction,
      every,
      amountMinor: last.amountMinor,
      ...amounts,
      count: run.length,
      lastAt: last.at,
      nextDay: dayText(found.next),
    };
  }
  return null;
}

/** The last payments are of one amount: a price that changed is the new one once it was paid three times. */
function steadyEnd(run: readonly Repeated[]): { minMinor: number; maxMinor: number } | null {
  const last = run.slice(-STEADY_COUNT);
  const [amount = 0, ...others] = last.map(({ amountMinor }) => amountMinor);
  return others.every((other) => other === amount) ? { minMinor: amount, maxMinor: amount } : null;
}

function rangeOf(run: readonly Repeated[]): { minMinor: number; maxMinor: number } | null {
  if (run.length < SURE_COUNT) return null;
  const sizes = run.slice(-RANGE_COUNT).map(({ amountMinor }) => Math.abs(amountMinor));
  const [min, max] = [Math.min(...sizes), Math.max(...sizes)];
  const sign = Math.sign(run[0]?.amountMinor ?? 1);
  return max <= MAX_SPREAD * min ? { minMinor: sign * min, maxMinor: sign * max } : null;
}

const DAYS_OF_WEEK = 7;
const DAYS_OF_YEAR = 365;

/** How many of the last days are a series without a gap, and the day that follows; days since the epoch. */
type Fit = { count: number; next: number } | null;

const FITS: Record<Rhythm, (days: readonly number[]) => Fit> = {
  week: (days) => stepping(days, DAYS_OF_WEEK, OFF_DAYS.week),
  month: monthly,
  year: (days) => stepping(days, DAYS_OF_YEAR, OFF_DAYS.year),
};

/** Each so many days after the one before. */
function stepping(days: readonly number[], step: number, off: number): Fit {
  const last = days.at(-1) ?? 0;
  let count = 1;
  while (count < days.length) {
    const gap = (days.at(-count) ?? 0) - (days.at(-count - 1) ?? 0);
    if (Math.abs(gap - step) > off) break;
    count += 1;
  }
  return { count, next: step === DAYS_OF_YEAR ? yearAfter(last) : last + step };
}

/** On one day of the month, or its last day where the month is shorter, give or take; one in each month. */
function monthly(days: readonly number[]): Fit {
  const last = days.at(-1) ?? 0;
  let best: { count: number; away: number; next: number } | null = null;
  for (let anchor = 1; anchor <= 31; anchor += 1) {
    const month = nearestMonth(last, anchor);
    let [count, away] = [0, 0];
    for (; count < days.length; count += 1) {
      const off = Math.abs((days.at(-count - 1) ?? 0) - dateIn(monthAfter(month, -count), anchor));
      if (off > OFF_DAYS.month) break;
      away += off;
    }
    if (!best || count > best.count || (count === best.count && away < best.away)) {
      best = { count, away, next: dateIn(monthAfter(month, 1), anchor) };
    }
  }
  return best;
}

/** The month whose date is nearest to a day: what is due on the 1st may come on the 31st. */
function nearestMonth(day: number, anchor: number): string {
  const month = dayText(day).slice(0, 7);
  const away = (step: number) => Math.abs(dateIn(monthAfter(month, step), anchor) - day);
  return monthAfter(month, [-1, 0, 1].toSorted((one, other) => away(one) - away(other))[0] ?? 0);
}

/** The day of a month `yyyy-mm` with that number, or its last. */
function dateIn(month: string, anchor: number): number {
  const first = dayNumber(`${month}-01`);
  const length = dayNumber(`${monthAfter(month, 1)}-01`) - first;
  return first + Math.min(anchor, length) - 1;
}

const yearAfter = (day: number): number => {
  const text = dayText(day);
  return dateIn(monthAfter(text.slice(0, 7), 12), Number(text.slice(8)));
};

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
