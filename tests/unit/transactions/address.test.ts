import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowKey } from '#app/(bank)/_entries/row-address.ts';
import {
  detailHref,
  filterFrom,
  listHref,
  openedKey,
  sameFilter,
} from '#app/(bank)/transactions/_filters/address.ts';
import type { Filter } from '#lib/search/filter.ts';
import { anyFilter } from '#tests/unit/search/any-filter.ts';

const filter: Filter = {
  q: 'a&b=c d',
  from: '2026-11-01',
  to: '2026-11-30',
  counterparty: 'Vet Dr. Łukasz',
  category: 'pets',
};

test('a filter survives the way through an address', () => {
  for (const href of [
    listHref('a_0123456789', filter),
    detailHref({ account: 'a_0123456789', seq: 7 }, 'a_0123456789', filter),
  ]) {
    expect(filterFrom(new URL(href, 'http://localhost').searchParams)).toEqual(filter);
  }
});

test('any filter survives the way through an address, and is the same as itself alone', () => {
  fc.assert(
    fc.property(anyFilter, anyFilter, (one, other) => {
      const read = filterFrom(new URL(listHref(null, one), 'http://localhost').searchParams);
      expect(read).toEqual(one);
      expect(sameFilter(read, one)).toBe(true);
      expect(sameFilter(one, other)).toBe(listHref(null, one) === listHref(null, other));
    }),
  );
});

test('all accounts and an empty filter leave the address bare', () => {
  expect(listHref(null, { q: '' })).toBe('/transactions');
  expect(detailHref({ account: 'a_0123456789', seq: 7 }, null, {})).toBe('/transactions/a_0123456789/7');
});

test('an address opens the transaction that it names, and nothing where it names none', () => {
  expect(openedKey('/transactions/a_0123456789/7')).toBe('a_0123456789.7');
  const pending = { account: 'a_0123456789', id: 'tick:9.card-1' };
  expect(openedKey(detailHref(pending, null, {}))).toBe(rowKey(pending));
  for (const path of [
    '/transactions',
    '/transactions/a_0123456789/07',
    '/transactions/a_0123456789/pending',
    '/transactions/a_0123456789/pending/a"b',
    '/transactions/statement',
  ]) {
    expect(openedKey(path)).toBeNull();
  }
});

test('what is not set and what is empty ask for the same', () => {
  expect(sameFilter({ q: '' }, {})).toBe(true);
  expect(sameFilter({ q: 'a' }, { q: 'ab' })).toBe(false);
});
