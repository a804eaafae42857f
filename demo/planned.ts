/** What the history is made of before moments are fixed. */

import { accountNumberOf } from '#demo/demo-counterparties.ts';
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
