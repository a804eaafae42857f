/** The tutorial's shapes: amounts are decimal numbers and dates are text, here and nowhere else. */

import type { LedgerEntry } from '#lib/ledger/schema.ts';
import { maskNumber } from '#lib/mask.ts';
import { toMajorNumber } from '#lib/money.ts';

/**
 * A row with the tutorial's field names. `transactionDate` is ISO 8601, as its redis-om entity came out as JSON. Both
 * numbers are whole for who may see full details: the other side may be an account of the same customer.
 */
export const tutorialRow = (entry: LedgerEntry, full: boolean) => ({
  id: entry.id,
  fromAccount: full ? entry.fromAccount : maskNumber(entry.fromAccount),
  fromAccountName: entry.fromAccountName,
  toAccount: full ? entry.toAccount : maskNumber(entry.toAccount),
  toAccountName: entry.toAccountName,
  amount: toMajorNumber(entry.amount),
  description: entry.description,
  transactionDate: new Date(entry.transactionDate).toISOString(),
  transactionType: entry.transactionType,
  balanceAfter: toMajorNumber(entry.balanceAfter),
});
