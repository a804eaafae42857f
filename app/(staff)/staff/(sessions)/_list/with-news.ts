type Row = { sid: string; createdAt: number };

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
