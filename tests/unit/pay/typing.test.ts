import { expect, test } from 'vitest';
import { readAmount } from '#app/(bank)/pay/_amount/typed-amount.ts';
import { findPayees } from '#app/(bank)/pay/_payee/find-payees.ts';

test('an amount is read with either decimal mark, as it is being typed', () => {
  for (const locale of ['en-GB', 'de-DE']) {
    expect(
      ['25', '25.', '25,', '25.5', '25,50', ' 25.50 ', '0025.50'].map((one) => readAmount(one, locale)),
    ).toEqual([2500, 2500, 2500, 2550, 2550, 2550, 2550]);
    expect(readAmount('.5', locale)).toBe(50);
    expect(readAmount('19,99', locale)).toBe(1999);
  }
});

test('thousands are grouped as the language does, and nothing is guessed', () => {
  expect(readAmount('1,234', 'en-GB')).toBe(123_400);
  expect(readAmount('1,234.50', 'en-GB')).toBe(123_450);
  expect(readAmount('1.234', 'de-DE')).toBe(123_400);
  expect(readAmount('1.234,50', 'de-DE')).toBe(123_450);
  expect(readAmount('1’234.50', 'en-GB')).toBe(123_450);
  expect(readAmount('1\u00a0234,50', 'de-DE')).toBe(123_450);
  expect(readAmount('1.234', 'en-GB')).toBeNull();
  expect(readAmount('1,234', 'de-DE')).toBeNull();
});

test('what is nothing, negative, no number or beyond all money is no amount', () => {
  for (const text of ['', '0', '0.00', '-5', '+', '1e3', '12.345', '1.2.3', 'ten', '9999999999', '.']) {
    expect([text, readAmount(text, 'en-GB')]).toEqual([text, null]);
  }
});

const payees = [
  { name: 'Alice Nguyen', number: '1642207730' },
  { name: 'Carol Fitzgerald', number: '1719904426' },
  { name: 'Zoë Müller-Lüdenscheidt', number: '1580783179' },
];
const found = (typed: string) => findPayees(typed, payees).map(({ name }) => name.split(' ')[0]);

test('a payee is found by the start of each word, whatever the accents and order', () => {
  expect(found('')).toEqual(['Alice', 'Carol', 'Zoë']);
  expect(found('al')).toEqual(['Alice']);
  expect(found('nguyen ali')).toEqual(['Alice']);
  expect(found('zoe luden')).toEqual(['Zoë']);
});

test('a payee is found through typos, but not before the exact ones', () => {
  expect(found('fitzgreald')).toEqual(['Carol']);
  expect(found('Alcie')).toEqual(['Alice']);
  expect(found('mulle')).toEqual(['Zoë']);
  expect(found('xyz')).toEqual([]);
});

test('a payee is found by digits of the number, however they are grouped', () => {
  expect(found('4426')).toEqual(['Carol']);
  expect(found('1580 7831')).toEqual(['Zoë']);
});
