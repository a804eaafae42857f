import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayHeight,
  drawnDays,
  type Layout,
  layOut,
  rowsBetween,
  rowsIn,
  type Sizes,
} from '#app/(bank)/transactions/_list/layout.ts';

const SIZES: Sizes = { heading: 40, row: 64, rest: 10 };
const counts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 });

/** Where each row begins and ends, added up one by one. */
function byHand(list: readonly number[]): { top: number; bottom: number }[] {
  const rows: { top: number; bottom: number }[] = [];
  let at = 0;
  for (const count of list) {
    at += SIZES.heading;
    for (let row = 0; row < count; row++) {
      rows.push({ top: at, bottom: at + SIZES.row });
      at += SIZES.row;
    }
    at += SIZES.rest;
  }
  return rows;
}

/** What drawing adds up to: the number of each row drawn and where it stands, and the height of the list. */
function drawn(layout: Layout, first: number, end: number, also: number | null) {
  const places = new Map<number, number>();
  let at = 0;
  let last = -1;
  for (const { day, skipped, drawn: part } of drawnDays(layout, { first, end }, also)) {
    at += skipped + SIZES.heading;
    for (const { at: row, skipped: before } of part.rows) {
      at += before * SIZES.row;
      places.set((layout.starts[day] ?? 0) + row, at);
      at += SIZES.row;
    }
    at += part.after * SIZES.row + SIZES.rest;
    last = day;
  }
  const height = at + (layout.tops.at(-1) ?? 0) - (layout.tops[last + 1] ?? 0);
  return { places, height };
}

describe('a list laid out without being drawn', () => {
  test('has every row where drawing all of them would put it', () => {
    fc.assert(
      fc.property(counts, (list) => {
        const layout = layOut(list, SIZES);
        const rows = byHand(list);
        expect(rowsIn(layout)).toBe(rows.length);
        const height = list.reduce((sum, count) => sum + dayHeight(count, SIZES), 0);
        expect(layout.tops.at(-1)).toBe(height);
      }),
    );
  });

  test('names exactly the rows that a strip of it shows', () => {
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: -500, max: 60_000 }),
        fc.integer({ min: 1, max: 3000 }),
        (list, from, tall) => {
          const layout = layOut(list, SIZES);
          const seen = byHand(list).flatMap(({ top, bottom }, row) =>
            bottom > from && top < from + tall ? [row] : [],
          );
          const { first, end } = rowsBetween(layout, from, from + tall);
          const named = Array.from({ length: end - first }, (_, at) => first + at);
          // A day's heading stands over its rows: what is scrolled into it may name the row below.
          expect(named).toEqual(expect.arrayContaining(seen));
          expect(named.length - seen.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('keeps its height, and every row its place, whichever of them are drawn', () => {
    fc.assert(
      fc.property(counts, fc.nat(400), fc.nat(60), fc.option(fc.nat(400)), (list, from, length, other) => {
        const layout = layOut(list, SIZES);
        const rows = rowsIn(layout);
        const first = Math.min(from, rows);
        const end = Math.min(rows, first + length);
        const also = other !== null && other < rows ? other : null;
        const { places, height } = drawn(layout, first, end, also);
        const wanted = new Set(Array.from({ length: end - first }, (_, at) => first + at));
        if (also !== null) wanted.add(also);
        expect([...places.keys()].sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b));
        for (const [row, top] of places) expect(top).toBe(byHand(list)[row]?.top);
        expect(height).toBe(layout.tops.at(-1));
      }),
      { numRuns: 500 },
    );
  });
});
