import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';
import { Sums } from '#app/(bank)/transactions/statement/_statement/statement.tsx';

const words = en.statement;
const format = makeFormat('en-GB', 'UTC', en.dates);
const sums = { count: 9, inMinor: 300_00, outMinor: 150_00, movedMinor: -50_00, netMinor: 100_00 };
const drawn = (some: { heldMinor: number; netMinor?: number }) =>
  renderToStaticMarkup(
    <Sums
      openingMinor={1_000_00}
      closingMinor={1_100_00 + some.heldMinor}
      totals={{ ...sums, ...some }}
      words={words}
      format={format}
      money={format.money}
    />,
  ).replace(/<[^>]*>/g, ' ');

test('the net of a statement has its sign, and says when pending money is in the balances and not in it', () => {
  expect(drawn({ heldMinor: 0 })).toMatch(/Net +\+100\.00/);
  const pending = drawn({ heldMinor: -64_69 });
  expect(pending).toMatch(/Net without pending +\+100\.00/);
  expect(pending).toMatch(/Pending +−64\.69/);
  expect(drawn({ heldMinor: -64_69, netMinor: 35_31 })).toMatch(/Net +\+35\.31/);
});
