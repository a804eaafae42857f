import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats, useFormat } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import type { EntryView, Row as ListedRow } from '#lib/ledger/schema.ts';

const booked: EntryView = {
  status: 'booked' as const,
  account: 'a_0123456789',
  seq: 7,
  id: 'x',
  counterparty: 'Tesco',
  description: 'Weekly shop',
  category: 'groceries',
  type: 'card',
  amountMinor: -42_10,
  balanceAfterMinor: 98_412_55,
  availableAfterMinor: 98_412_55,
  at: Date.parse('2026-11-24T14:02:00Z'),
};
const { seq: _, balanceAfterMinor: __, availableAfterMinor: ___, ...rest } = booked;
const pending: ListedRow = { ...rest, status: 'pending', expiresAt: booked.at + 1 };

function Row({ entry, table }: { entry: ListedRow; table: boolean }) {
  const row = { entry, format: useFormat(), words: en.frame, when: '14:02' };
  return table ? <EntryRow {...row} table category="Groceries" /> : <EntryRow {...row} />;
}

const drawn = (entry: ListedRow, table = true) =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <Row entry={entry} table={table} />
    </Formats>,
  );

/** In the order in which it is read aloud. */
const said = (entry: ListedRow) =>
  drawn(entry)
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<i[^>]*>.*?<\/i>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');

test('a row says what the heads of the columns tell the eye, and that a transaction is pending', () => {
  expect(said(booked)).toBe('Tesco Weekly shop Groceries 14:02 spent −42.10 balance 98,412.55');
  expect(said(pending)).toBe('Tesco Pending Weekly shop 14:02 spent −42.10');
});

test('in a card a row shows that it is pending or its description, not a stump of it', () => {
  expect(drawn(pending, false)).toContain('<span class="what truncate sr-only">Weekly shop</span>');
  expect(drawn(booked, false)).toContain('<span class="what truncate">Weekly shop</span>');
});

test('a pending row leads to an address of its own', () => {
  expect(drawn(pending)).toContain('href="/transactions/a_0123456789/pending/x"');
  expect(drawn(booked)).toContain('href="/transactions/a_0123456789/7"');
});
