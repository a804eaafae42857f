/** What is still to be paid before the next regular income. Pure and browser-safe. */
import type { Regular } from '#lib/finance/regular.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { daysAfter } from '#lib/time.ts';

/** Days are the bank's, `yyyy-mm-dd`; the day of a late payment is in the past. `amountMinor` is positive. */
type DuePayment = Pick<Regular, 'counterparty' | 'byAmount'> & { day: string; amountMinor: number };
export type Due = {
  payday: string;
  /** What is paid then. */
  income: Pick<Regular, 'counterparty' | 'amountMinor' | 'byAmount'>;
  /** The next one first. */
  payments: DuePayment[];
};

const WEEK = 7;
/** Of the largest regular income: cashback and interest come again and again, too, and are no payday. */
const PAYDAY_SHARE = 1 / 2;

/**
 * The regular payments that are expected before the next regular income from `today` on that is at least half the largest,
 * weekly ones each time. Null when no such income or no payment is expected. What is due on the payday itself may come
 * after it, and is left out.
 */
export function dueBeforePayday(regular: readonly Regular[], today: string): Due | null {
  const incomes = regular.filter(({ direction }) => direction === 'in');
  const enoughMinor = PAYDAY_SHARE * Math.max(...incomes.map(({ amountMinor }) => amountMinor));
  const income = incomes
    .filter(({ amountMinor, nextDay }) => amountMinor >= enoughMinor && nextDay >= today)
    .reduce<Regular | null>((next, one) => (next && next.nextDay <= one.nextDay ? next : one), null);
  if (!income) return null;
  const payments = regular
    .filter(({ direction }) => direction === 'out')
    .flatMap(({ counterparty, byAmount, amountMinor, nextDay, every }) =>
      daysUntil(income.nextDay, nextDay, every === 'week').map((day) => ({
        counterparty,
        byAmount,
        day,
        amountMinor: -amountMinor,
      })),
    )
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  if (payments.length === 0) return null;
  const { nextDay: payday, counterparty, amountMinor, byAmount } = income;
  return { payday, income: { counterparty, amountMinor, byAmount }, payments };
}

function daysUntil(end: string, first: string, weekly: boolean): string[] {
  const days: string[] = [];
  for (let day = first; day < end; day = daysAfter(day, WEEK)) {
    days.push(day);
    if (!weekly) break;
  }
  return days;
}

/** Whether an entry is the income: the amount of most incomes differs from one time to the next. */
const isIncome = ({ counterparty, amountMinor, byAmount }: Due['income'], entry: EntryView): boolean =>
  entry.counterparty === counterparty &&
  (byAmount ? entry.amountMinor === amountMinor : entry.amountMinor >= amountMinor / 2);

/** Without the payment that this entry is; null once none is left, and when the income has come. */
export function afterPosting(due: Due | null, entry: EntryView): Due | null {
  if (!due) return null;
  const { counterparty, amountMinor } = entry;
  const direction = directionOf(entry);
  if (direction === 'in') return isIncome(due.income, entry) ? null : due;
  if (direction !== 'out') return due;
  const paid = due.payments.findIndex(
    (one) => one.counterparty === counterparty && (!one.byAmount || one.amountMinor === -amountMinor),
  );
  if (paid < 0) return due;
  const payments = due.payments.toSpliced(paid, 1);
  return payments.length > 0 ? { ...due, payments } : null;
}

export const dueMinor = ({ payments }: Due): number =>
  payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
