import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';

const css = readFileSync('app/_kit/css/categories.css', 'utf8');
/** Of each square of the column, from the top. */
const drawings = [...css.matchAll(/<path (?:transform='translate\(0 (\d+)\)' )?d='([^']*)'\/>/g)].map(
  ([, at = '0', path]) => ({ at: Number(at), path }),
);
const squares = [...css.matchAll(/\.category-([a-z_]+) \{\s*--square: (\d+);/g)].map(
  ([, name = '', square]) => ({ name, square: Number(square) }),
);
const SIDE = 24;

test('every category that the bank names or the demo books has an icon of its own', () => {
  const known = new Set([
    ...Object.keys(en.categories),
    ...ALL_COUNTERPARTIES.map(({ category }) => category),
  ]);
  expect(squares.map(({ name }) => name).toSorted()).toEqual([...known].toSorted());
  // The first square is what any other has.
  expect(squares.map(({ square }) => square)).toEqual(drawings.slice(1).map((_, index) => index + 1));
  expect(drawings.map(({ at }) => at)).toEqual(drawings.map((_, index) => index * SIDE));
  expect(new Set(drawings.map(({ path }) => path)).size).toBe(drawings.length);
});

test('they are one image, shown a square at a time', () => {
  expect(css.match(/url\(/g)).toHaveLength(1);
  expect(css).toContain(`viewBox='0 0 ${SIDE} ${SIDE * drawings.length}'`);
  expect(css).toContain(`mask-size: 100% ${100 * drawings.length}%;`);
  expect(css).toContain(`mask-position: 0 calc(var(--square, 0) * 100% / ${drawings.length - 1});`);
});
