import fc from 'fast-check';
import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';
import { conditionsOf } from '#app/(bank)/transactions/_filters/fields.ts';
import { noMatchText } from '#app/(bank)/transactions/_filters/filter-words.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { anyFilter } from '#tests/unit/search/any-filter.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const format = makeFormat('en-GB', 'UTC', en.dates);
const said = (filter: Filter) => noMatchText(filter, format, en.transactions, NOW);

test.each<[Filter, string]>([
  [{ q: ' groc ' }, 'No transactions match “groc”'],
  [{ q: 'groc', from: '2026-03-01', to: '2026-03-31' }, 'No transactions match “groc” in March 2026'],
  [{ q: 'groc', from: '2026-10-26', to: '2026-11-24' }, 'No transactions match “groc” (Last 30 days)'],
  [{ from: '2026-03-01', to: '2026-03-31' }, 'No transactions in March 2026'],
  [{ from: '2026-03-05', to: '2026-03-05' }, 'No transactions (5\u00a0Mar 2026)'],
  [{ from: '2026-03-01', to: '2026-03-31', type: 'fee' }, 'No transactions match these filters'],
])('%j: %s', (filter, text) => expect(said(filter)).toBe(text));

test('each condition can be taken off by itself, and nothing but it goes', () => {
  const filter: Filter = {
    q: 'a',
    from: '2026-01-01',
    to: '2026-12-31',
    min: '1',
    max: '2',
    direction: 'in',
    type: 'refund',
    counterparty: 'Tesco',
    category: 'eating_out',
    tag: 'holiday',
  };
  const conditions = conditionsOf(filter, { format, words: en, now: NOW });
  expect(conditions.map(({ label }) => label)).toEqual([
    'Tesco',
    'Eating out',
    '#holiday',
    '2026',
    'Money in',
    'Refund',
    'At least 1',
    'At most 2',
  ]);
  const left = (some: Filter) => Object.entries(some).filter(([, value]) => value !== undefined);
  for (const { label, without } of conditions) {
    expect(left(without).length, label).toBe(label === '2026' ? 8 : 9);
  }
});

test('whatever narrows a list has a chip, and without all of them only the words are left', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const without = conditionsOf(filter, { format, words: en, now: NOW }).reduce(
        (rest) => conditionsOf(rest, { format, words: en, now: NOW })[0]?.without ?? rest,
        filter,
      );
      expect(without).toEqual({ q: filter.q });
      expect(filterSchema.safeParse(filter).success).toBe(true);
    }),
  );
});

test('words that were read have a chip, and without it they leave the text', () => {
  const phrases = [
    { at: 0, text: 'over 100', filter: { min: '100.00' } },
    { at: 14, text: 'last month', filter: { from: '2026-02-01', to: '2026-02-28' } },
  ];
  const filter: Filter = { q: 'over 100 rent last month', direction: 'out' };
  const conditions = conditionsOf(filter, { format, words: en, now: NOW }, phrases);
  expect(conditions.map(({ without }) => without)).toEqual([
    { q: 'over 100 rent', direction: 'out' },
    { q: filter.q, direction: undefined },
    { q: 'rent last month', direction: 'out' },
  ]);
});
