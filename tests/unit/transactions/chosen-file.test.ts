import { expect, test } from 'vitest';
import { csvOf } from '#app/(bank)/transactions/_export/chosen-file.ts';
import { MAX_CHOSEN, toggled } from '#app/(bank)/transactions/_list/use-selection.ts';
import { addInTurn } from '#app/(bank)/transactions/_notes/chosen-tags.tsx';
import type { EntryView } from '#lib/ledger/schema.ts';

const row = (account: string, seq: number): EntryView => ({
  status: 'booked' as const,
  account,
  seq,
  id: `id-${seq}`,
  counterparty: '=Aldi',
  description: 'Groceries',
  category: 'groceries',
  type: 'card',
  amountMinor: -12_34,
  balanceAfterMinor: 100_00,
  availableAfterMinor: 100_00,
  at: Date.UTC(2026, 10, 24, 12),
});

test('chosen rows are one file, in the order of the list: each with its account and its tags', () => {
  const accounts = [
    { id: 'a_current000', name: 'Current', currency: 'EUR' },
    { id: 'a_savings000', name: 'Savings', currency: 'EUR' },
  ];
  const note = { text: '', tags: ['trip', '=anna'], changedAt: 1 };
  const rows = [row('a_current000', 9), { ...row('a_savings000', 4), note }, row('a_current000', 7)];
  const cells = `2026-11-24,12:00:00,"'=Aldi","Groceries","groceries","card",-12.34,EUR,100.00`;
  expect(csvOf(rows, accounts, 'UTC').split('\r\n')).toEqual([
    '\ufeffDate,Time,Counterparty,Description,Category,Type,Amount,Currency,Balance,Number,Account,Tags',
    `${cells},9,"Current",""`,
    `${cells},4,"Savings","trip, =anna"`,
    `${cells},7,"Current",""`,
    '',
  ]);
});

const NEVER = new AbortController().signal;

test('tagging ends where it is canceled, and at the limit of notes, which no further row can pass', async () => {
  const asked: number[] = [];
  const full = async (one: number) => {
    asked.push(one);
    return one === 3 ? ('full' as const) : ('added' as const);
  };
  expect(await addInTurn([1, 2, 3, 4, 5], full, NEVER, () => {})).toEqual({ failed: 3, full: true });
  expect(asked).toEqual([1, 2, 3]);

  const stop = new AbortController();
  const done: number[] = [];
  const canceled = await addInTurn(
    [1, 2, 3],
    async (one) => {
      if (one === 2) stop.abort();
      return one === 1 ? 'failed' : 'added';
    },
    stop.signal,
    (count) => done.push(count),
  );
  expect(canceled).toEqual({ failed: 1, full: false });
  expect(done, 'how many are through').toEqual([1, 2]);
});

test('a range is chosen from the row chosen last up to the most at once, and is taken back as one', () => {
  const all = Array.from({ length: 500 }, (_, at) => `a.${at}`);
  const first = toggled(new Set(), all, null, 'a.400');
  expect([...first]).toEqual(['a.400']);
  const range = toggled(first, all, 'a.400', 'a.0');
  expect(range.size).toBe(MAX_CHOSEN);
  expect(range.has('a.201'), 'next to the one chosen last').toBe(true);
  expect(range.has('a.200')).toBe(false);
  expect([...toggled(range, all, 'a.390', 'a.395')]).toHaveLength(MAX_CHOSEN - 6);
});
