import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';
import { adjustedText } from '#app/(bank)/_entries/adjusted.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

const format = makeFormat('en-GB', 'UTC', en.dates);
const dinner: EntryView = {
  ...{ status: 'booked', account: 'a_0123456789', seq: 7, id: 'x', counterparty: 'Trattoria' },
  ...{ description: 'Dinner', category: 'restaurants', type: 'card', amountMinor: -43_20 },
  ...{ balanceAfterMinor: 0, availableAfterMinor: 0, at: 1 },
};
const said = (some: Partial<EntryView>) => adjustedText({ ...dinner, ...some }, en.detail.adjusted, format);

test('an entry says why another amount was booked than was reserved, and nothing where it was not', () => {
  expect(said({ authorizedMinor: -40_00, adjusted: 'tip' })).toBe('Includes a tip of 3.20');
  expect(said({ authorizedMinor: -80_00, adjusted: 'pump' })).toBe('80.00 was reserved at the pump');
  expect(said({ authorizedMinor: -42_00, adjusted: 'exchange' })).toBe('Exchange rate on the day');
  expect(said({})).toBeNull();
});
