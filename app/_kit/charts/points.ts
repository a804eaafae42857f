/** What the balance chart shows. Without Chart.js, so that the page around the chart can be there first. */

export type Point = { x: number; yMinor: number };
/** What is expected of a moment to come, and after what. */
export type Expected = Point & { after: string };

export type LineView = {
  points: readonly Point[];
  from: number;
  to: number;
  /** After `to`, in order; the line goes on level up to `end`. */
  ahead: readonly Expected[];
  end: number;
};

/** Binary search over ascending points; the first one when all are later. */
export function lastAtOrBefore(points: readonly Point[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const point = points[middle];
    if (point && point.x <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * What is known of a moment: the balance of the last booking before it, which stood until then. In a bucket with a
 * booking only its end is known: then that is answered, with its time. Null without points.
 */
export function readAt(points: readonly Point[], at: number, bucketMs: number): Point | null {
  const index = lastAtOrBefore(points, at);
  const [before, after] = [points[index], points[index + 1]];
  if (!before) return null;
  if (after && after.x - bucketMs < at && before.x < at) return after;
  return { x: Math.max(at, before.x), yMinor: before.yMinor };
}

export type Extent = { low: Point; high: Point };

/** Lowest and highest point; null without points. */
export function extent(points: readonly Point[]): Extent | null {
  const [first] = points;
  if (!first) return null;
  let low = first;
  let high = first;
  for (const point of points) {
    if (point.yMinor < low.yMinor) low = point;
    if (point.yMinor > high.yMinor) high = point;
  }
  return { low, high };
}
