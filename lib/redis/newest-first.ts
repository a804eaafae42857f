/** Pages of a search, newest first, without sorting all matches. */
import { z } from 'zod';
import { redisNow } from '#lib/redis/clock.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { SECOND } from '#lib/time.ts';

/** `<moment>-<how many of that millisecond were shown>`: pages stay whole while documents come and go. */
export const newestCursorSchema = z
  .string()
  .regex(/^\d{1,16}-\d{1,4}$/, 'is no cursor of an earlier page')
  .transform((text) => {
    const [at, shown] = text.split('-').map(Number);
    return { at: at ?? 0, shown: shown ?? 0 };
  });
export type NewestCursor = z.output<typeof newestCursorSchema>;

/** How far back a page looks at first: sorting 100,000 matches takes 11 ms, those of the last minute 0.2 ms. */
const STRETCHES_MS = [4, 16, 64, 256, 1024, 4096, 16_384].map((seconds) => seconds * SECOND);
/** Below this many pages everything is sorted at once. */
const FEW_PAGES = 50;
const EVERYTHING = '*';

export type NewestQuestion<T> = {
  /** A SORTABLE NUMERIC field that holds milliseconds, and the member of what is found that does. */
  by: string;
  /** Where the page before ended; none for the first page. */
  before?: NewestCursor;
  limit: number;
  /** How many match in all. */
  total: number;
  /** What matches `query`, sorted by `by`, the highest first. One FT.SEARCH. */
  search: (query: string, from: number, size: number) => Promise<T[]>;
};

/**
 * The newest that match `query`, with the cursor of the next page or null, from the shortest stretch of time that fills
 * the page or, where none does, from the whole. At most eight FT.SEARCH, together about O(matches as new as the page).
 */
export async function newestPage<T extends Record<string, unknown>>(
  redis: Redis,
  query: string,
  question: NewestQuestion<T>,
): Promise<{ found: T[]; next: string | null }> {
  const found = await newestFirst(redis, query, question);
  const { by, before, limit } = question;
  // From everything found: an unreadable or just expired row must not end the page early.
  const times = found.map((one) => Number(one[by])).filter(Number.isFinite);
  const at = times.at(-1);
  if (at === undefined || found.length < limit) return { found, next: null };
  const here = times.filter((one) => one === at).length;
  return { found, next: `${at}-${here + (before?.at === at ? before.shown : 0)}` };
}

async function newestFirst<T>(
  redis: Redis,
  query: string,
  { by, before, limit, total, search }: NewestQuestion<T>,
): Promise<T[]> {
  const [to, end] = before ? [before.at, String(before.at)] : [await redisNow(redis), '+inf'];
  const stretches = total > FEW_PAGES * limit ? STRETCHES_MS : [];
  for (const stretchMs of [...stretches, Number.POSITIVE_INFINITY]) {
    const begin = Number.isFinite(stretchMs) ? String(Math.floor(to - stretchMs)) : '-inf';
    const whole = begin === '-inf' && end === '+inf';
    const within = whole ? '' : `@${by}:[${begin} ${end}]`;
    const clauses = [query === EVERYTHING && !whole ? '' : query, within].filter(Boolean);
    const found = await search(clauses.join(' '), before?.shown ?? 0, limit);
    if (found.length === limit || begin === '-inf') return found;
  }
  return [];
}
