import { expect, test } from 'vitest';
import { compareNames } from '#lib/payments/payee-name.ts';

test.each([
  ['Alice Martin', 'Alice Martin'],
  ['Alice Martin', '  alice   MARTIN '],
  ['Zoë Łukasz-Müller', 'zoe lukasz muller'],
  ["Conor O'Brien", 'Conor O Brien'],
])('%j is matched by %j', (holder, typed) => expect(compareNames(holder, typed)).toBe('matches'));

test.each([
  ['Alice Martin', 'Martin, Alice', 'another order'],
  ['Alice Martin', 'Alice Martn', 'a letter missing'],
  ['Alice Martin', 'Alcie Martin', 'two letters swapped'],
  ['Alice Martin', 'Alise Martyn', 'two edits'],
  ['Alice Jane Martin', 'Alice Martin', 'no middle name'],
  ['Alice Martin', 'Alice Jane Martin', 'one more name'],
  ['Alice Jane Martin', 'Martin Alice', 'both'],
  ['Alice Jane Martin', 'Alice Martn', 'no middle name and an edit'],
  ['Bo Lind', 'Bo Lynd', 'an edit in a short name'],
])('%j is close to %j: %s', (holder, typed) => expect(compareNames(holder, typed)).toBe('close'));

test.each([
  ['Alice Martin', 'Bob Martin', 'another first name'],
  ['Alice Martin', 'Alice', 'half the name'],
  ['Alice Martin', 'Martin', 'the other half'],
  ['Alice Martin', 'A Martin', 'an initial'],
  ['Alice Martin', 'Alina Marten', 'three edits'],
  ['Bo Lind', 'Bo Land-X', 'two edits in a short name'],
  ['Al Li', 'Al Lo', 'one edit in a very short one'],
  ['Alice Martin', '-', 'no letters'],
  ['Alice Martin', '*', 'what searches take for everything'],
  ['', 'Alice', 'no holder'],
])('%j differs from %j: %s', (holder, typed) => expect(compareNames(holder, typed)).toBe('differs'));

test('a name of any length keeps nobody else waiting', { timeout: 5000 }, () => {
  expect(compareNames(`Alice ${'x'.repeat(2_000_000)}`, 'Alice Martin Jane Smith')).toBe('differs');
});
