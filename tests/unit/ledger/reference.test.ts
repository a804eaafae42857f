import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceOf } from '#lib/ledger/reference.ts';

const seq = fc.integer({ min: 1, max: 5_000_000 });

test('a reference is short, of signs that are not misread, and in groups of four', () => {
  expect(referenceOf({ account: 'a_0123456789', seq: 2543 })).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-02FF$/);
});

test('no two entries of an account share one, and the same entry always has the same', () => {
  fc.assert(
    fc.property(fc.string(), seq, seq, (account, one, other) => {
      const [first, second] = [one, other].map((number) => referenceOf({ account, seq: number }));
      expect(first === second).toBe(one === other);
      expect(referenceOf({ account, seq: one })).toBe(first);
    }),
  );
});

test('the accounts of a customer are told apart by it', () => {
  const accounts = ['a_AAAAAAAAAA', 'a_AAAAAAAAAB', 'a_BAAAAAAAAA', 'a_0000000001', 'a_1000000000'];
  expect(new Set(accounts.map((account) => referenceOf({ account, seq: 1 }))).size).toBe(accounts.length);
});
