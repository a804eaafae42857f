import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats, useFormat } from '#app/_words/context.tsx';
import { en } from '#app/_words/en.ts';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import type { EntryView } from '#lib/ledger/schema.ts';

const booked: EntryView = {
  account: 'a_0123456789',
  seq: 7,
  id: 'x',
  counterparty: 'Tesco',
  description: 'Weekly shop',
  category: 'groceries',
  type: 'card',
  amountMinor: -42_10,
  balanceAfterMinor: 98_412_55,
  at: Date.parse('2026-11-24T14:02:00Z'),
};
const { pending: _, ...hold } = { ...booked, type: 'hold' as const, category: 'pending', pending: undefined };

function Row({ entry }: { entry: EntryView }) {
  return (
    <EntryRow entry={entry} format={useFormat()} words={en.frame} when="14:02" table category="Groceries" />
  );
}

/** In the order in which it is read aloud. */
const said = (entry: EntryView) =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <Row entry={entry} />
    </Formats>,
  )
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<i[^>]*>.*?<\/i>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');

test('a row says what the heads of the columns tell the eye, and of a hold once whether it is pending', () => {
  expect(said(booked)).toBe('Tesco Weekly shop Groceries 14:02 spent −42.10 balance 98,412.55');
  expect(said({ ...hold, pending: true })).toBe('Tesco Pending Weekly shop 14:02 −42.10 balance 98,412.55');
  expect(said(hold)).toBe('Tesco Released Weekly shop 14:02 −42.10 balance 98,412.55');
});
