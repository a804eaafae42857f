import type { Draft } from '#app/(staff)/staff/(sessions)/_query/address.ts';

type Row = { sid: string; createdAt: number };

/** A page as the server drew it, what stands in its place now, and the last look at it. */
export type Shown<Page extends { items: readonly Row[] }> = {
  page: Page;
  rows: readonly Page['items'][number][];
  latest: Page;
  /** The bank's time of the last look, in milliseconds. */
  asOf: number;
};

/**
 * What is shown once a look at `page` was answered. Another page may be drawn before the looks at the one before it are
 * stopped: they say nothing of it.
 */
export function looked<Page extends { items: readonly Row[] }>(
  shown: Shown<Page>,
  page: Page,
  { answer, asOf, held }: { answer: Page; asOf: number; held: boolean },
): Shown<Page> {
  if (shown.page !== page) return shown;
  return { ...shown, latest: answer, asOf, rows: held ? shown.rows : withNews(shown.rows, answer.items) };
}

/** As many rows as are drawn with what came since. */
const MAX_ROWS = 200;

/** The rows that stand, each in its place and as it is now, under those of `latest` that began after the first of them. */
export function withNews<Session extends Row>(
  standing: readonly Session[],
  latest: readonly Session[],
): readonly Session[] {
  const current = new Map(latest.map((one) => [one.sid, one]));
  const newest = standing[0]?.createdAt ?? 0;
  const seen = new Set(standing.map(({ sid }) => sid));
  const news = latest.filter(({ sid, createdAt }) => !seen.has(sid) && createdAt >= newest);
  return [...news, ...standing.map((one) => current.get(one.sid) ?? one)].slice(0, MAX_ROWS);
}

/**
 * What became of a row by the newest page of the question: it is in it, or beyond its end, or over. One that does
 * something leaves a question for idle sessions or for a confirmation, and lives: it no longer matches.
 */
export function fateOf(
  { sid, createdAt }: Row,
  { items, next }: { items: readonly Row[]; next: string | null },
  { idleFor, stepUp }: Draft,
): 'live' | 'unmatched' | 'over' {
  const oldest = next === null ? 0 : (items.at(-1)?.createdAt ?? 0);
  if (createdAt < oldest || items.some((item) => item.sid === sid)) return 'live';
  return idleFor?.trim() || stepUp?.trim() ? 'unmatched' : 'over';
}
