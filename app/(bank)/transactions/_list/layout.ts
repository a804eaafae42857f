/**
 * Where each row of the list stands, without any of them drawn. Heights are fixed, so that a list of ten thousand
 * rows has its full height from the beginning and nothing moves when rows are drawn, removed or added below.
 */

/** In pixels: a day's heading, a row, and what a day has besides (the card's edges and the space below it). */
export type Sizes = { heading: number; row: number; rest: number };

export type Layout = {
  sizes: Sizes;
  /** Rows of each day. */
  counts: readonly number[];
  /** For each day where it begins, and where the last one ends. */
  tops: readonly number[];
  /** For each day the number of its first row, and the number of rows in all. */
  starts: readonly number[];
};

/** Rows `first` up to but without `end`, counted over all days. */
export type Range = { first: number; end: number };

export function layOut(counts: readonly number[], sizes: Sizes): Layout {
  const tops = [0];
  const starts = [0];
  for (const [at, count] of counts.entries()) {
    tops.push((tops[at] ?? 0) + dayHeight(count, sizes));
    starts.push((starts[at] ?? 0) + count);
  }
  return { sizes, counts, tops, starts };
}

export const dayHeight = (count: number, { heading, row, rest }: Sizes): number =>
  heading + count * row + rest;

export const rowsIn = ({ starts }: Layout): number => starts.at(-1) ?? 0;

/** The rows that touch the strip between two heights of the list; empty when it is above or below all of them. */
export function rowsBetween(layout: Layout, from: number, to: number): Range {
  const first = firstRowBelow(layout, from);
  return { first, end: Math.max(first, firstRowBelow(layout, to, true)) };
}

/** The first row whose end (or, with `whole`, whose beginning) is at or below a height. */
function firstRowBelow(layout: Layout, height: number, whole = false): number {
  const { counts, tops, starts, sizes } = layout;
  const day = lastUpTo(tops, height);
  if (day < 0) return 0;
  if (day >= counts.length) return rowsIn(layout);
  const within = (height - (tops[day] ?? 0) - sizes.heading) / sizes.row;
  const row = whole ? Math.ceil(within) : Math.floor(within);
  return (starts[day] ?? 0) + Math.min(Math.max(0, row), counts[day] ?? 0);
}

/** The last index of an ascending list whose value is no larger than `value`; −1 before the first. */
function lastUpTo(list: readonly number[], value: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Rows to be drawn within one day, with the rows left out before each; and what is left out after the last. */
type Drawn = { rows: { at: number; skipped: number }[]; after: number };
export type DrawnDay = { day: number; skipped: number; drawn: Drawn };

/**
 * What of each day is drawn: the rows of the range, and one more (the focused one) wherever it is. `skipped` of a
 * day, in pixels, is the height of the days left out before it.
 */
export function drawnDays(layout: Layout, { first, end }: Range, also: number | null): DrawnDay[] {
  const { counts, tops, starts } = layout;
  const result: DrawnDay[] = [];
  let done = 0;
  const take = (day: number) => {
    const start = starts[day] ?? 0;
    const count = counts[day] ?? 0;
    const rows: { at: number; skipped: number }[] = [];
    let next = 0;
    for (let at = 0; at < count; at++) {
      const row = start + at;
      if ((row < first || row >= end) && row !== also) continue;
      rows.push({ at, skipped: at - next });
      next = at + 1;
    }
    if (rows.length === 0) return;
    result.push({ day, skipped: (tops[day] ?? 0) - done, drawn: { rows, after: count - next } });
    done = tops[day + 1] ?? 0;
  };
  const days = new Set<number>();
  if (also !== null && also < first) days.add(lastUpTo(starts, also));
  for (let day = Math.max(0, lastUpTo(starts, first)); day < counts.length; day++) {
    if ((starts[day] ?? 0) >= end) break;
    days.add(day);
  }
  if (also !== null && also >= end) days.add(lastUpTo(starts, also));
  for (const day of days) if (day < counts.length) take(day);
  return result;
}
