/** Which slice of a ring was tapped. Without Chart.js, so that it is there before the ring is drawn. */

/** The ring itself is thin: taps from half its radius on are meant for it. */
const FROM_RADIUS = 0.5;

/**
 * The index of the slice at (x, y), pixels from the upper left of a square of `size`; null in the middle, outside,
 * and without amounts. Slices begin at the top and go clockwise, each as wide as its amount.
 */
export function sliceAt(x: number, y: number, size: number, amounts: readonly number[]): number | null {
  const [right, down] = [(2 * x) / size - 1, (2 * y) / size - 1];
  const radius = Math.hypot(right, down);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (radius < FROM_RADIUS || radius > 1 || total <= 0) return null;
  const turn = (Math.atan2(right, -down) / (2 * Math.PI) + 1) % 1;
  let upTo = 0;
  for (const [index, amount] of amounts.entries()) {
    upTo += amount / total;
    if (turn < upTo) return index;
  }
  return amounts.length - 1;
}
