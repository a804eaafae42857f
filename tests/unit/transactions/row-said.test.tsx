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

function Row({ entry, table }: { entry: EntryView; table: boolean }) {
  const row = { entry, format: useFormat(), words: en.frame, when: '14:02' };
  return table ? <EntryRow {...row} table category="Groceries" /> : <EntryRow {...row} />;
}

const drawn = (entry: EntryView, table = true) =>
  renderToStaticMarkup(
    <Formats language="en" timeZone="UTC">
      <Row entry={entry} table={table} />
    </Formats>,
  );

/** In the order in which it is read aloud. */
const said = (entry: EntryView) =>
  drawn(entry)
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

test('in a card a row shows what became of it or its description, not a stump of it', () => {
  const pending = drawn({ ...hold, pending: true }, false);
  expect(pending).toContain('<span class="what truncate sr-only">Weekly shop</span>');
  expect(drawn(booked, false)).toContain('<span class="what truncate">Weekly shop</span>');
});

test('a hold that was released is struck through, and its release has another name: both stand back', () => {
  const release = { ...hold, seq: 8, amountMinor: 42_10, releases: 7 };
  expect(said(release)).toBe('Tesco Release Weekly shop 14:02 +42.10 balance 98,412.55');
  const struck = [booked, { ...hold, pending: true as const }, hold, release].map((entry) =>
    /line-through/.test(drawn(entry)),
  );
  expect(struck).toEqual([false, false, true, false]);
  const strong = [booked, { ...hold, pending: true as const }, hold, release].map((entry) =>
    /font-strong">[+−]/.test(drawn(entry).replace(/<span class="sr-only">[^<]*<\/span>/g, '')),
  );
  expect(strong).toEqual([true, true, false, false]);
});
