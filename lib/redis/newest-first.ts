/** Newest first, of many that match, without sorting them all. */
import type { Redis } from '#lib/redis/connect.ts';
import { SECOND } from '#lib/time.ts';

/**
 * How far back a page looks at first. Sorting goes through all that match (11 ms of 100,000, where those of the last
 * minute take 0.2), and a stretch that fills the page holds the same rows as the whole would.
 */
const STRETCHES_MS = [4, 16, 64, 256, 1024, 4096, 16_384].map((seconds) => seconds * SECOND);
/** Of fewer pages than this, the whole is sorted at once. */
const FEW_PAGES = 50;
const EVERYTHING = '*';

export type NewestPage = {
  /** A SORTABLE NUMERIC field that holds milliseconds. */
  by: string;
  /** Where the page before ended: at this moment, of which so many were shown; null for the first page. */
  before: { at: number; shown: number } | null;
  nowMs: number;
  limit: number;
  /** How many match in all. */
  total: number;
  /** Of each document, as FT.SEARCH … RETURN takes it. */
  fields: string[];
};

/**
 * The newest that match `query`, from the shortest stretch of time that fills the page or, where none does, from the
 * whole. At most eight FT.SEARCH, together about O(matches as new as the page).
 */
export async function newestFirst(
  redis: Redis,
  index: string,
  query: string,
  { by, before, nowMs, limit, total, fields }: NewestPage,
): Promise<{ id: string; value: Record<string, unknown> }[]> {
  const [to, end] = before ? [before.at, String(before.at)] : [nowMs, '+inf'];
  const stretches = total > FEW_PAGES * limit ? STRETCHES_MS : [];
  for (const stretchMs of [...stretches, Number.POSITIVE_INFINITY]) {
    const begin = Number.isFinite(stretchMs) ? String(Math.floor(to - stretchMs)) : '-inf';
    const whole = begin === '-inf' && end === '+inf';
    const within = whole ? '' : `@${by}:[${begin} ${end}]`;
    const clauses = [query === EVERYTHING && !whole ? '' : query, within].filter(Boolean);
    const { documents } = await redis.ft.search(index, clauses.join(' '), {
      SORTBY: { BY: by, DIRECTION: 'DESC' },
      LIMIT: { from: before?.shown ?? 0, size: limit },
      RETURN: fields,
      DIALECT: 2,
    });
    if (documents.length === limit || begin === '-inf') return documents;
  }
  return [];
}
