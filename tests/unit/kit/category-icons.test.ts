import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';

const css = readFileSync('app/_kit/css/categories.css', 'utf8');
const drawings = [...css.matchAll(/<svg ([^>]*)><path d='([^']*)'\/><\/svg>/g)];
const drawn = [...css.matchAll(/\.category-([a-z_]+) \{/g)].map(([, name = '']) => name);

test('every category that the bank names or the demo books has an icon of its own', () => {
  const known = new Set([
    ...Object.keys(en.categories),
    ...ALL_COUNTERPARTIES.map(({ category }) => category),
  ]);
  expect(drawn.toSorted()).toEqual([...known].toSorted());
  const paths = drawings.map(([, , path]) => path);
  // The categories, and what any other has.
  expect(new Set(paths).size).toBe(known.size + 1);
});

test('all icons are of one set and one weight', () => {
  const looks = new Set(drawings.map(([, look]) => look));
  expect([...looks]).toEqual([
    expect.stringMatching(/viewBox='0 0 24 24' fill='none' stroke='black' stroke-width='1\.75'/),
  ]);
});
