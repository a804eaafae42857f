import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceAt } from '#app/_kit/charts/slices.ts';
import { en } from '#app/_words/en.ts';
import { totals } from '#app/(bank)/overview/_overview/accounts-bar.tsx';
import { compared } from '#app/(bank)/overview/_spending/compared.ts';

const SIZE = 112;
/** A point of the ring, `turn` of a whole turn clockwise from its top. */
const onRing = (turn: number, radius = 0.9): [number, number] => [
  (SIZE / 2) * (1 + radius * Math.sin(2 * Math.PI * turn)),
  (SIZE / 2) * (1 - radius * Math.cos(2 * Math.PI * turn)),
];

test('the slice that is tapped is the one that is drawn there', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(amounts, fc.nat(), (list, chosen) => {
      const index = chosen % list.length;
      const total = list.reduce((sum, amount) => sum + amount, 0);
      const before = list.slice(0, index).reduce((sum, amount) => sum + amount, 0);
      const middle = (before + (list[index] ?? 0) / 2) / total;
      expect(sliceAt(...onRing(middle), SIZE, list)).toBe(index);
    }),
  );
});

test('the middle, the outside and a ring without amounts are no slice', () => {
  expect(sliceAt(SIZE / 2, SIZE / 2, SIZE, [1, 2])).toBeNull();
  expect(sliceAt(...onRing(0.4, 1.1), SIZE, [1, 2])).toBeNull();
  expect(sliceAt(...onRing(0.4), SIZE, [])).toBeNull();
});

test.each([
  [112_00, 100_00, '12% more'],
  [62_00, 100_00, '38% less'],
  [240_00, 100_00, 'twice as much'],
  [310_00, 100_00, '3 times as much'],
  [100_40, 100_00, 'same as October'],
  [5_00, 0, 'new'],
  [5_00, -20_00, 'new'],
])('%d after %d is %s', (now, amountMinor, said) => {
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  expect(compared(now, { amountMinor, month: 'October' }, percent, en.overview.compared)).toBe(said);
});

test('the total adds up each currency by itself, below zero too', () => {
  const accounts = [
    { currency: 'USD', availableMinor: 100_01 },
    { currency: 'EUR', availableMinor: 5_00 },
    { currency: 'USD', availableMinor: -200_00 },
  ];
  expect(totals(accounts)).toEqual([
    ['USD', -99_99],
    ['EUR', 5_00],
  ]);
});
