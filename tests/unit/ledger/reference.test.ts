import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceOf, seqOfReference } from '#lib/ledger/reference.ts';

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

test('a reference is read in any case, with or without its dash, and names no entry of another account', () => {
  fc.assert(
    fc.property(seq, (number) => {
      const [account, other] = ['a_AAAAAAAAAA', 'a_AAAAAAAAAB'];
      const reference = referenceOf({ account, seq: number });
      const misread = reference.replaceAll('0', 'O').replaceAll('1', 'l');
      for (const text of [reference, ` ${reference.toLowerCase()} `, reference.replace('-', ''), misread]) {
        expect(seqOfReference(text, account)).toBe(number);
        expect(seqOfReference(text, other)).toBe(null);
      }
      for (const text of [reference.slice(0, -1), `${reference}U`, `x ${reference}`]) {
        expect(seqOfReference(text, account)).not.toBe(number);
      }
    }),
  );
});
