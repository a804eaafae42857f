import { expect, test } from 'vitest';
import { shownState } from '#app/(bank)/pay/_receipt/shown-state.ts';
import { MINUTE } from '#lib/time.ts';

test('an asked payment is being confirmed until its time is surely over, and a transfer being moved', () => {
  const payment = { state: 'asked', kind: 'payment', expiresAt: 5 * MINUTE } as const;
  expect(shownState(payment, 0)).toBe('asked');
  expect(shownState(payment, 6 * MINUTE)).toBe('asked');
  expect(shownState(payment, 6 * MINUTE + 1)).toBe('refused');
  expect(shownState({ state: 'asked', kind: 'own' }, 60 * MINUTE)).toBe('moving');
  expect(shownState({ state: 'done', kind: 'own' }, 0)).toBe('moved');
  expect(shownState({ ...payment, state: 'debited' }, 60 * MINUTE)).toBe('debited');
});
