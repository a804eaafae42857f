/** Where an amount counts: the one rule, by type and sign. Browser-safe. */

/**
 * Money `in` and `out` is income and spending. `moved` went between the customer's own accounts: it changes the balance and
 * counts as neither.
 */
export const DIRECTIONS = ['in', 'out', 'moved'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Income and spending: what months and categories count. */
export const FLOWS = ['in', 'out'] as const;
export const isFlow = (direction: string | undefined): direction is (typeof FLOWS)[number] =>
  FLOWS.some((one) => one === direction);

export function directionOf({ type, amountMinor }: { type: string; amountMinor: number }): Direction {
  if (type === 'own_transfer') return 'moved';
  return amountMinor > 0 ? 'in' : 'out';
}

/** What an amount adds to the sum of its direction: `out` is counted without sign, the others are signed. */
export const countedAs = (direction: Direction, amountMinor: number): number =>
  direction === 'out' ? 0 - amountMinor : amountMinor;

/** `outMinor` is positive; `movedMinor` is signed. */
export type DirectionSums = { [One in Direction as `${One}Minor`]: number };

/** The sums as they are named everywhere, from a number for each direction. */
export const directionSums = (sumOf: (direction: Direction) => number): DirectionSums => ({
  inMinor: sumOf('in'),
  outMinor: sumOf('out'),
  movedMinor: sumOf('moved'),
});

/** What they did to the balance. */
export const netOf = ({ inMinor, outMinor, movedMinor }: DirectionSums): number =>
  inMinor - outMinor + movedMinor;
