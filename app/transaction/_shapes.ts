/** The tutorial's shapes: amounts are decimal numbers and dates are text, here and nowhere else. */
import { toMajorNumber } from '#lib/money.ts';
import type { LedgerEntry } from '#lib/transactions/schema.ts';

/** A row with the tutorial's field names. `transactionDate` is ISO 8601, as its redis-om entity came out as JSON. */
export const tutorialRow = (entry: LedgerEntry) => ({
  id: entry.id,
  fromAccount: entry.fromAccount,
  fromAccountName: entry.fromAccountName,
  toAccount: entry.toAccount,
  toAccountName: entry.toAccountName,
  amount: toMajorNumber(entry.amount),
  description: entry.description,
  transactionDate: new Date(entry.transactionDate).toISOString(),
  transactionType: entry.transactionType,
  balanceAfter: toMajorNumber(entry.balanceAfter),
});
