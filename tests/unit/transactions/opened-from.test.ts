import { expect, test } from 'vitest';
import { openedFrom } from '#app/(bank)/transactions/statement/_statement/opened-from.ts';

test('from a statement one comes back to the list as it was, whatever period was looked at', () => {
  expect(openedFrom({})).toBe('/transactions');
  expect(openedFrom({ account: 'a_0123456789', q: 'rent' })).toBe(
    '/transactions?account=a_0123456789&q=rent',
  );
  const november = { account: 'a_0123456789', from: '2026-11-01', to: '2026-11-30' };
  expect(openedFrom({ ...november, list: '/transactions' })).toBe('/transactions');
  expect(openedFrom({ ...november, list: '/transactions?q=a%26b' })).toBe('/transactions?q=a%26b');
});

test('an address that somebody made leads to the list, too', () => {
  for (const list of ['https://example.com/?q=x&next=1', '//example.com?q=x', 'javascript:alert(1)?q=x'])
    expect(openedFrom({ list })).toBe('/transactions?q=x');
  expect(openedFrom({ list: '?from=never' })).toBe('/transactions');
});
