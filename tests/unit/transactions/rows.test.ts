import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, neighbourOf, positionOf } from '#app/(bank)/transactions/_list/rows.ts';

const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

test('whatever is loaded, the neighbour is the one of the whole list, or it is said that it is not known yet', () => {
  fc.assert(
    fc.property(seqs, fc.nat(20), fc.integer({ min: 0, max: 41 }), (numbers, loaded, seq) => {
      const list = numbers.sort((a, b) => b - a).map((one) => ({ seq: one }));
      const rows = list.slice(0, Math.max(1, loaded));
      const next = rows.length < list.length ? (rows.at(-1)?.seq ?? null) : null;
      for (const direction of ['newer', 'older'] as Direction[]) {
        const found = neighbourOf(rows, next, seq, direction);
        const wanted =
          direction === 'newer'
            ? (list.filter((row) => row.seq > seq).at(-1) ?? null)
            : (list.find((row) => row.seq < seq) ?? null);
        const below = next !== null && seq < (rows.at(-1)?.seq ?? 0);
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
  const rows = [{ seq: 9 }, { seq: 5 }, { seq: 2 }];
  expect(neighbourOf(rows, null, 5, 'newer')).toEqual({ seq: 9 });
  expect(neighbourOf(rows, null, 5, 'older')).toEqual({ seq: 2 });
  expect(neighbourOf(rows, null, 9, 'newer')).toBeNull();
  expect(neighbourOf(rows, null, 2, 'older')).toBeNull();
  expect(neighbourOf(rows, 2, 2, 'older')).toBe('unknown');
  expect(neighbourOf(rows, 2, 1, 'older')).toBe('far');
  expect(neighbourOf(rows, 2, 1, 'newer')).toBe('far');
  expect(neighbourOf([], null, 2, 'older')).toBeNull();
  expect([positionOf(rows, 9), positionOf(rows, 2), positionOf(rows, 3)]).toEqual([1, 3, null]);
});
