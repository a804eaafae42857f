import fc from 'fast-check';
import { DIRECTIONS } from '#lib/ledger/direction.ts';
import { TRANSACTION_TYPES } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const amount = fc.integer({ min: 0, max: 99_999_999 }).map((minor) => (minor / 100).toFixed(2));
const name = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '');

/** A field that is left out does not compile. */
const FIELDS: { [Name in Exclude<keyof Filter, 'texts'>]-?: fc.Arbitrary<Filter[Name]> } = {
  q: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  from: day,
  to: day,
  min: amount,
  max: amount,
  direction: fc.constantFrom(...DIRECTIONS),
  status: fc.constantFrom('pending', 'booked'),
  type: fc.constantFrom(...TRANSACTION_TYPES),
  counterparty: name,
  tag: name.filter((text) => text.length <= 20),
  category: fc.stringMatching(/^[a-z][a-z_]{0,39}$/),
};

const sorted = <Text>(one: Text, other: Text, before: boolean): [Text, Text] =>
  before ? [one, other] : [other, one];

/** Any filter that the bank takes and that a form can ask for: no range of it ends before it begins. */
export const anyFilter: fc.Arbitrary<Filter> = fc.record(FIELDS, { requiredKeys: [] }).map((filter) => {
  const { from, to, min, max } = filter;
  const ordered = { ...filter };
  if (from && to) [ordered.from, ordered.to] = sorted(from, to, from <= to);
  if (min && max) [ordered.min, ordered.max] = sorted(min, max, Number(min) <= Number(max));
  return ordered;
});
