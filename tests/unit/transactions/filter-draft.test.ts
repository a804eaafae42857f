import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draft, draftOf, readDraft } from '#app/(bank)/transactions/_filters/filter-draft.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { anyFilter } from '#tests/unit/search/any-filter.ts';

const draft = (some: Partial<Draft>): Draft => ({ ...draftOf({}), ...some });
const faults = (some: Partial<Draft>) => {
  const read = readDraft(draft(some), undefined);
  return 'faults' in read ? read.faults : {};
};

test('a filter that is filled in and read again is the same, and one the bank takes', () => {
  const filter: Filter = {
    q: 'insur',
    from: '2026-11-01',
    to: '2026-11-30',
    min: '12.50',
    max: '100.00',
    direction: 'out',
    type: 'card',
    counterparty: 'Vet Dr. Łukasz',
    category: 'health',
  };
  const read = readDraft(draftOf(filter), filter.q);
  expect(read).toEqual({ filter });
  expect(filterSchema.safeParse(filter).success).toBe(true);
  expect(readDraft(draftOf({}), undefined)).toEqual({ filter: {} });
});

test('any filter survives the way through a form', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(readDraft(draftOf(filter), filter.q)).toEqual({ filter });
    }),
  );
});

describe('an amount as people write it', () => {
  test.each([
    ['12', '12.00'],
    ['12,5', '12.50'],
    ['1,234', '1234.00'],
    ['1.234,5', '1234.50'],
    ['1,234,567.89', '1234567.89'],
    [' £ 1 234.50 ', '1234.50'],
    ['99 €', '99.00'],
    ['1’000.05', '1000.05'],
  ])('%s is %s', (typed, min) => {
    expect(readDraft(draft({ min: typed }), undefined)).toMatchObject({ filter: { min } });
  });

  test.each(['x', '-5', '+5', '1.2.3', '12,345.678', '1,234,56', '1e3', '>5'])(
    '%s is none, and said so',
    (typed) => {
      expect(faults({ min: typed, max: typed })).toEqual({ min: 'amount', max: 'amount' });
    },
  );
});

test('what cannot be is told at its field', () => {
  expect(faults({ min: '20', max: '10' })).toEqual({ max: 'maxBelowMin' });
  expect(faults({ min: '10', max: '10' })).toEqual({});
  expect(faults({ from: '2026-03-02', to: '2026-03-01' })).toEqual({ to: 'toBeforeFrom' });
  expect(faults({ from: '0026-03-02' })).toEqual({ from: 'day' });
  const half = readDraft(draft({}), undefined, ['to']);
  expect(half).toEqual({ faults: { to: 'day' } });
});
