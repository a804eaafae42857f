/** Which transaction of the list comes before and after one. Pure. Rows are newest first. */

export type Direction = 'newer' | 'older';

type Numbered = { seq: number };

/**
 * The nearest row in that direction; null at the end of the list, `unknown` when it is on the next page, which is not
 * here (`next` says that there is one), `far` when it is somewhere beyond. What is opened need not be in the list
 * itself: an address may name anything.
 */
export function neighbourOf<Row extends Numbered>(
  rows: readonly Row[],
  next: number | null,
  seq: number,
  direction: Direction,
): Row | 'unknown' | 'far' | null {
  const oldest = rows.at(-1)?.seq;
  if (next !== null && oldest !== undefined && seq < oldest) return 'far';
  if (direction === 'newer') return rows.findLast((row) => row.seq > seq) ?? null;
  return rows.find((row) => row.seq < seq) ?? (next === null ? null : 'unknown');
}

/** 1 for the newest row; null for what is not among them. */
export function positionOf(rows: readonly Numbered[], seq: number): number | null {
  const at = rows.findIndex((row) => row.seq === seq);
  return at < 0 ? null : at + 1;
}
