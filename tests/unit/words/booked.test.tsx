import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Formats } from '#app/_words/context.tsx';
import { de as german } from '#app/_words/de.ts';
import { makeFormat } from '#app/_words/format.ts';
import { EntryRow } from '#app/(bank)/_entries/entry-row.tsx';
import { momentOf } from '#app/(bank)/overview/_balance/balance-chart.tsx';
import { overviewWords } from '#app/(bank)/overview/words.ts';
import { CategoryForm } from '#app/(bank)/transactions/_detail/category-fact.tsx';
import { RelatedEntries } from '#app/(bank)/transactions/_detail/related-entries.tsx';
import { ExportSheet } from '#app/(bank)/transactions/_export/export-sheet.tsx';
import { startOf } from '#app/(bank)/transactions/_list/state.ts';
import { shownWords } from '#app/(bank)/transactions/_search/shown-words.ts';
import { StatementTable } from '#app/(bank)/transactions/statement/_statement/statement-table.tsx';
import { ListWordsContext } from '#app/(bank)/transactions/use-list-words.ts';
import { listWords } from '#app/(bank)/transactions/words.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { history } from '#demo/past-year.ts';
import { CUSTOMERS } from '#demo/world.ts';
import { shownDescription, shownText } from '#lib/booked-text.ts';
import { bookedTexts } from '#lib/booked-texts.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { HOUR } from '#lib/time.ts';

const { de } = bookedTexts;
/** Alike in both languages, and what nobody would translate. */
const ALIKE = new Set([
  ...[
    'Espresso',
    'Sushi',
    'Omakase',
    'Tacos',
    'Dim sum',
    'Drive-through',
    'Jeans',
    'Popcorn',
    'Bowling',
    'Baguette',
  ],
  'Workshop',
  'Hotel',
  'Cashback',
]);

const ENTRY: EntryView = {
  ...{
    account: 'a_1',
    seq: 1,
    id: 'paid-1',
    counterparty: 'Bob Carter',
    description: '',
    category: 'payments',
  },
  ...{ status: 'booked', type: 'payment', amountMinor: -2500, at: Date.UTC(2026, 10, 27) },
  ...{ balanceAfterMinor: 100, availableAfterMinor: 100 },
};

const booked = [
  ...ALL_COUNTERPARTIES.flatMap(({ descriptions }) => descriptions),
  ...CUSTOMERS.flatMap(({ accounts }) =>
    accounts.flatMap((account) => [
      account.name,
      ...history(account, Date.UTC(2026, 10, 27) + HOUR, 'UTC').map(({ description }) => description),
    ]),
  ).filter((text) => !text.startsWith('Refund: ')),
];

test('what the demo books is German in German: each description and each account’s name', () => {
  expect(booked.length).toBeGreaterThan(200);
  expect(booked.filter((text) => de[text] === undefined && !ALIKE.has(text))).toEqual([]);
});

test('a refund of what is known is told in German, and what nobody knows stays as it was booked', () => {
  expect(shownText(de, 'Refund: Lamps')).toBe('Erstattung: Lampen');
  expect(shownText(de, 'Refund: xyz')).toBe('Erstattung: xyz');
  expect(shownText(de, 'xyz')).toBe('xyz');
  for (const text of [...booked, 'Refund: Lamps']) expect(shownText(bookedTexts.en, text)).toBe(text);
});

test('a payment says what its payer wrote, in any language, and the bank’s own words around it are German', () => {
  const said = (description: string, payment?: string) => shownDescription(de, { description, payment });
  expect(said('Dinner')).toBe('Abendessen');
  for (const written of ['Dinner', 'Refund: Lamps', 'constructor', 'xyz']) {
    expect(said(written, 'p_1')).toBe(written);
    expect(said(`Returned: ${written}`, 'p_1')).toBe(`Zurück: ${written}`);
  }
  expect(said('Payment', 'p_1')).toBe('Überweisung');
  expect(said('Returned: Payment', 'p_1')).toBe('Zurück: Überweisung');
});

test('every place that shows an entry shows a payment’s reference as it was written', () => {
  const entry = { ...ENTRY, description: 'Dinner', payment: 'p_1' };
  const page = (node: ReactNode) =>
    renderToStaticMarkup(
      <Formats language="de" timeZone="UTC" texts={de}>
        {node}
      </Formats>,
    );
  const format = makeFormat('de', 'UTC', german.dates, false, de);
  const shown = [
    page(<EntryRow entry={entry} format={format} words={german.frame} when="12:00" />),
    page(<StatementTable entries={[entry]} format={format} words={german.statement} types={german.types} />),
    shownWords(entry, format).join(' '),
  ];
  for (const one of shown) {
    expect(one).toMatch(/dinner/i);
    expect(one).not.toMatch(/abendessen/i);
  }
});

test('a name that every object has is a name like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(shownText(de, name)).toBe(name);
    expect(shownText(de, `Refund: ${name}`)).toBe(`Erstattung: ${name}`);
  }
});

test('a merchant and an account have one name: where a category is changed, rows are related or saved, too', () => {
  const shown = (node: ReactNode) =>
    renderToStaticMarkup(
      <Formats language="de" timeZone="UTC" texts={de}>
        <ListWordsContext value={listWords(german)}>{node}</ListWordsContext>
      </Formats>,
    );
  const entry = { counterparty: 'Farmers Market', category: 'groceries' };
  const form = shown(<CategoryForm entry={entry} onCancel={() => {}} />);
  expect(form.match(/Wochenmarkt/g)).toHaveLength(2);
  expect(shown(<RelatedEntries entry={entry as EntryView} accountParam={null} />)).toContain(
    'mit Wochenmarkt<',
  );
  const NO_TOTALS = {
    count: 0,
    netMinor: 0,
    inMinor: 0,
    outMinor: 0,
    movedMinor: 0,
    pendingCount: 0,
    pendingMinor: 0,
  };
  const state = startOf({
    filter: {},
    page: { items: [], next: null, pending: [] },
    totals: NO_TOTALS,
    lastDay: null,
  });
  const accounts = [
    { id: 'a_1', name: 'Current account' },
    { id: 'a_2', name: 'Savings' },
  ];
  const sheet = <ExportSheet accounts={accounts} accountParam={null} state={state} onClose={() => {}} />;
  expect(shown(sheet)).toContain('>Girokonto</option>');
});

test('what is expected on the chart is named as it is in the list below it', () => {
  const format = makeFormat('de', 'UTC', german.dates, false, de);
  const expected = { x: Date.UTC(2026, 10, 28), yMinor: 1, after: 'Farmers Market' };
  expect(momentOf(expected, format, overviewWords(german))).toContain('Wochenmarkt');
});
