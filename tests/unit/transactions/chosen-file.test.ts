import { expect, test } from 'vitest';
import { csvOf } from '#app/(bank)/transactions/_export/chosen-file.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

const row = (account: string, seq: number): EntryView => ({
  account,
  seq,
  id: `id-${seq}`,
  counterparty: '=Aldi',
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor: -12_34,
  balanceAfterMinor: 100_00,
  at: Date.UTC(2026, 10, 24, 12),
});

test('a file of chosen rows is the CSV of the bank, of one account, in the order of the list', () => {
  const account = { id: 'a_current000', name: 'Current', currency: 'EUR' };
  const rows = [row('a_current000', 9), row('a_savings000', 4), row('a_current000', 7)];
  expect(csvOf(rows, account, 'UTC').split('\r\n')).toEqual([
    '\ufeffDate,Time,Counterparty,Description,Category,Type,Amount,Currency,Balance,Number',
    `2026-11-24,12:00:00,"'=Aldi","Groceries","groceries","card",-12.34,EUR,100.00,9`,
    `2026-11-24,12:00:00,"'=Aldi","Groceries","groceries","card",-12.34,EUR,100.00,7`,
    '',
  ]);
});
