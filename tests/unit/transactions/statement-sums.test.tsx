import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';
import { Sums } from '#app/(bank)/transactions/statement/_statement/statement.tsx';

const words = en.statement;
const format = makeFormat('en-GB', 'UTC', en.dates);
const sums = {
  count: 9,
  inMinor: 300_00,
  outMinor: 150_00,
  movedMinor: -50_00,
  netMinor: 100_00,
  pendingCount: 0,
  pendingMinor: 0,
};
const drawn = (some: Partial<typeof sums> = {}) =>
  renderToStaticMarkup(
    <Sums
      openingMinor={1_000_00}
      closingMinor={1_100_00}
      totals={{ ...sums, ...some }}
      words={words}
      format={format}
      money={format.money}
    />,
  ).replace(/<[^>]*>/g, ' ');

test('the net of a statement has its sign, and nothing pending is in it', () => {
  expect(drawn()).toMatch(/Net +\+100\.00/);
  expect(drawn({ netMinor: -1_00 })).toMatch(/Net +−1\.00/);
  expect(drawn({ pendingCount: 2, pendingMinor: -64_69 })).toBe(drawn());
});
