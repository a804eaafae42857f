import { isValidElement } from 'react';
import { describe, expect, test } from 'vitest';
import { isAmountFound, isFound, marked, termsOf } from '#app/(bank)/transactions/_search/marks.tsx';

/** `Groc` marked in `Groceries` → `[Groc]eries`. */
function shown(text: string, query: string, edits: number[] = []): string {
  const node = marked(text, termsOf(query, edits));
  const parts = Array.isArray(node) ? node : [node];
  return parts
    .map((part) => (isValidElement<{ children: string }>(part) ? `[${part.props.children}]` : part))
    .join('');
}

describe('what was found is marked in the letters as they are written', () => {
  test.each([
    ['Groceries in bulk', 'groc', '[Groc]eries in bulk'],
    ['Café Müller', 'cafe mu', '[Café] [Mü]ller'],
    ['Jürgen Weiß', 'weiss', 'Jürgen [Weiß]'],
    ['Trader Joe’s', 'zz', 'Trader Joe’s'],
    ['H&M', 'h m ', '[H]&[M]'],
    ['Tesco', '', 'Tesco'],
    ['<b>bold</b>', 'bold', '<b>[bold]</b>'],
  ])('%s by "%s"', (text, query, wanted) => expect(shown(text, query)).toBe(wanted));
});

test('a word that is meant by a slip is marked as a whole', () => {
  expect(shown('Groceries in bulk', 'grocreis', [2])).toBe('[Groceries] in bulk');
  expect(shown('Groceries in bulk', 'grocreis')).toBe('Groceries in bulk');
});

test('an amount is found by all of it or by its whole units', () => {
  expect(isAmountFound(-22_328, termsOf('223.28'))).toBe(true);
  expect(isAmountFound(-22_328, termsOf('223'))).toBe(true);
  expect(isAmountFound(-22_328, termsOf('22'))).toBe(false);
  expect(isAmountFound(-22_328, termsOf('>200'))).toBe(true);
  expect(isFound('Groceries', termsOf('eries'))).toBe(false);
});
