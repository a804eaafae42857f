import { expect, it } from 'vitest';
import { ALL_COUNTERPARTIES, accountNumberOf } from '#demo/demo-counterparties.ts';
import { foldText } from '#lib/fold-text.ts';

it('there are at least 150, each with a type, a category, descriptions and usual amounts', () => {
  expect(new Set(ALL_COUNTERPARTIES.map(({ name }) => name)).size).toBeGreaterThanOrEqual(150);
  for (const one of ALL_COUNTERPARTIES) {
    expect(one.type, one.name).toBeTruthy();
    expect(one.category, one.name).toMatch(/^[a-z_]+$/);
    expect(one.descriptions.every((text) => text.trim() === text && text.length > 2)).toBe(true);
    expect(one.minMinor).toBeGreaterThan(0);
    expect(one.maxMinor).toBeGreaterThanOrEqual(one.minMinor);
  }
});

it('a name has the same account number everywhere, and nobody shares one', () => {
  const names = [...new Set(ALL_COUNTERPARTIES.map(({ name }) => name))];
  expect(new Set(names.map(accountNumberOf)).size).toBe(names.length);
  expect(accountNumberOf('Tesco')).toBe(accountNumberOf('Tesco'));
  expect(accountNumberOf('Tesco')).toMatch(/^\d{10}$/);
});

it('names need folding to be found: accents, apostrophes and other scripts are there to try it on', () => {
  const folded = ALL_COUNTERPARTIES.filter(({ name }) => foldText(name) !== name.toLowerCase());
  expect(folded.length).toBeGreaterThan(20);
});
