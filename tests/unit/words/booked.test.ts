import { expect, test } from 'vitest';
import { bookedTexts } from '#app/_words/booked.ts';
import { shownText } from '#app/_words/booked-text.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { history } from '#demo/past-year.ts';
import { CUSTOMERS } from '#demo/world.ts';
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
  ...['Workshop', 'Hotel', 'Cashback'],
]);

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

test('a name that every object has is a name like any other', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(shownText(de, name)).toBe(name);
    expect(shownText(de, `Refund: ${name}`)).toBe(`Erstattung: ${name}`);
  }
});
