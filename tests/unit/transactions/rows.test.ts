import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, neighbourOf, positionOf } from '#app/(bank)/transactions/_list/rows.ts';
import { newestFirst, placeOf } from '#lib/search/place.ts';

/** Of two accounts in turn, some of one moment. */
const row = (number: number) => ({
  account: number % 3 === 0 ? 'a_current000' : 'a_savings000',
  seq: number,
  at: Math.floor(number / 2),
});
const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

test('whatever is loaded, the neighbour is the one of the whole list, or it is said that it is not known yet', () => {
  fc.assert(
    fc.property(seqs, fc.nat(20), fc.integer({ min: 0, max: 41 }), (numbers, loaded, seq) => {
      const list = numbers.map(row).sort(newestFirst);
      const rows = list.slice(0, Math.max(1, loaded));
      const next = rows.length < list.length ? placeOf(rows.at(-1) ?? row(0)) : null;
      for (const direction of ['newer', 'older'] as Direction[]) {
        const found = neighbourOf(rows, next, row(seq), direction);
        const wanted =
          direction === 'newer'
            ? (list.filter((one) => newestFirst(one, row(seq)) < 0).at(-1) ?? null)
            : (list.find((one) => newestFirst(row(seq), one) < 0) ?? null);
        const below = next !== null && newestFirst(rows.at(-1) ?? row(0), row(seq)) < 0;
        expect(found === 'far').toBe(below);
        if (below) continue;
        if (found === 'unknown') expect(next).not.toBeNull();
        else expect(found).toEqual(wanted);
      }
    }),
    { numRuns: 2000 },
  );
});

test('with all of the list loaded nothing is unknown, and at its ends there is nothing', () => {
  const rows = [row(9), row(5), row(2)];
  expect(neighbourOf(rows, null, row(5), 'newer')).toEqual(row(9));
  expect(neighbourOf(rows, null, row(5), 'older')).toEqual(row(2));
  expect(neighbourOf(rows, null, row(9), 'newer')).toBeNull();
  expect(neighbourOf(rows, null, row(2), 'older')).toBeNull();
  expect(neighbourOf(rows, placeOf(row(2)), row(2), 'older')).toBe('unknown');
  expect(neighbourOf(rows, placeOf(row(2)), row(1), 'older')).toBe('far');
  expect(neighbourOf(rows, placeOf(row(2)), row(1), 'newer')).toBe('far');
  expect(neighbourOf([], null, row(2), 'older')).toBeNull();
  expect([
    positionOf(rows, placeOf(row(9))),
    positionOf(rows, placeOf(row(2))),
    positionOf(rows, placeOf(row(3))),
  ]).toEqual([1, 3, null]);
});
