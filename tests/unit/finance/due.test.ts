import { describe, expect, test } from 'vitest';
import { afterPosting, type Due, dueBeforePayday, dueMinor } from '#lib/finance/due.ts';
import type { Regular } from '#lib/finance/regular.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

const regular = (
  counterparty: string,
  nextDay: string,
  amountMinor: number,
  every: Regular['every'] = 'month',
): Regular => ({
  counterparty,
  category: 'housing',
  direction: amountMinor > 0 ? 'in' : 'out',
  every,
  amountMinor,
  minMinor: amountMinor,
  maxMinor: amountMinor,
  count: 6,
  lastAt: 0,
  nextDay,
  byAmount: false,
});
const SALARY = regular('Northwind', '2026-11-30', 548_000);
const RENT = regular('Parkview', '2026-11-28', -145_000);
const TODAY = '2026-11-24';
const due = (...all: Regular[]) => dueBeforePayday(all, TODAY);
const told = (found: Due | null) => found?.payments.map(({ counterparty, day }) => [counterparty, day]);

describe('due before payday', () => {
  test('are the payments still to come before the next income, the next one first, with their sum', () => {
    const found = due(
      RENT,
      regular('Netflix', '2026-11-25', -1599),
      regular('Gym', '2026-12-01', -2500),
      SALARY,
    );
    expect(found).toMatchObject({
      payday: '2026-11-30',
      income: { counterparty: 'Northwind', amountMinor: 548_000 },
    });
    expect(told(found)).toEqual([
      ['Netflix', '2026-11-25'],
      ['Parkview', '2026-11-28'],
    ]);
    expect(found && dueMinor(found)).toBe(146_599);
  });

  test('the next of several incomes is the payday, and one that is late is none', () => {
    const late = regular('Late', '2026-11-23', 9000);
    expect(due(late, SALARY, regular('Second job', '2026-11-29', 300_000), RENT)?.payday).toBe('2026-11-29');
    expect(due(late, RENT)).toBeNull();
  });

  test('the payday is of an income of at least half the largest, which cashback and interest are not', () => {
    expect(due(SALARY, regular('Cashback', '2026-11-25', 1200), RENT)?.payday).toBe('2026-11-30');
    expect(due(SALARY, regular('Almost', '2026-11-29', 273_999), RENT)?.payday).toBe('2026-11-30');
    expect(due(SALARY, regular('Half', '2026-11-29', 274_000), RENT)?.payday).toBe('2026-11-29');
    // Also when the largest was paid late: the next small one is no payday.
    const late = regular('Northwind', '2026-11-23', 548_000);
    expect(due(late, regular('Cashback', '2026-11-25', 1200), RENT)).toBeNull();
  });

  test('a weekly payment is due each time, a late one still is, and what falls on the payday is not', () => {
    const found = dueBeforePayday(
      [
        regular('Cleaner', '2026-11-20', -4000, 'week'),
        regular('Insurance', '2026-11-22', -2400),
        regular('On the day', '2026-11-30', -1),
        SALARY,
      ],
      '2026-11-22',
    );
    expect(told(found)).toEqual([
      ['Cleaner', '2026-11-20'],
      ['Insurance', '2026-11-22'],
      ['Cleaner', '2026-11-27'],
    ]);
  });

  test('says nothing without an income, and without a payment', () => {
    expect(due(RENT)).toBeNull();
    expect(due(SALARY)).toBeNull();
    expect(due()).toBeNull();
  });
});

describe('a posting', () => {
  const posted = (counterparty: string, amountMinor: number) =>
    ({ counterparty, amountMinor, type: 'card' }) as EntryView;
  const found = due(RENT, regular('Netflix', '2026-11-25', -1599), SALARY);

  test('takes off the payment that it is, and nothing else', () => {
    expect(told(afterPosting(found, posted('Parkview', -145_000)))).toEqual([['Netflix', '2026-11-25']]);
    expect(afterPosting(found, posted('Aldi', -145_000))).toBe(found);
    expect(afterPosting(found, posted('Netflix', 1599))).toBe(found);
    const byAmount = due({ ...RENT, byAmount: true }, SALARY);
    expect(afterPosting(byAmount, posted('Parkview', -2))).toBe(byAmount);
    expect(afterPosting(byAmount, posted('Parkview', -145_000))).toBeNull();
  });

  test('of the income ends it', () => {
    expect(afterPosting(found, posted('Northwind', 548_000))).toBeNull();
    expect(afterPosting(null, posted('Northwind', 548_000))).toBeNull();
  });

  test('of less than half the income, though the same pays, or of another that is told by its amount, ends nothing', () => {
    expect(afterPosting(found, posted('Northwind', 273_999))).toBe(found);
    expect(afterPosting(found, posted('Northwind', 274_000))).toBeNull();
    const byAmount = due(RENT, { ...SALARY, byAmount: true });
    expect(afterPosting(byAmount, posted('Northwind', 547_999))).toBe(byAmount);
    expect(afterPosting(byAmount, posted('Northwind', 548_000))).toBeNull();
  });
});
