/** Counts sessions by role and device kind. */
import { z } from 'zod';
import type { Redis } from '#lib/redis/connect.ts';
import { escapeTag } from '#lib/redis/escaping.ts';
import { DEVICE_KINDS } from '#lib/sessions/document.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { roleClause, rolesSeen, type SessionFilter } from './session-query.ts';

const counts = z.record(z.string(), z.number().int().positive());
export const countsSchema = z.object({ total: z.number().int(), byRole: counts, byKind: counts });
export type Counts = z.infer<typeof countsSchema>;

export const NO_SESSIONS: Counts = { total: 0, byRole: {}, byKind: {} };

/**
 * Counts the matches of `query`, made of `filter` and `roles`, exactly. At most O(matches); a query for roles and
 * kinds alone visits no session.
 */
export async function countSessions(
  redis: Redis,
  query: string,
  filter: SessionFilter,
  roles: readonly string[],
): Promise<Counts> {
  const seen = rolesSeen(filter, roles);
  const [role, ...others] = seen;
  if (role !== undefined && others.length === 0 && filter.kind) {
    // All matches have one role and kind: FT.SEARCH without rows takes a quarter of grouping.
    const total = await count(redis, query);
    return total > 0 ? countRows([{ role, kind: filter.kind, count: total }]) : NO_SESSIONS;
  }
  const { role: _, kind: __, ...more } = filter;
  const plain = Object.values(more).every((value) => value === undefined);
  return plain ? countByValue(redis, filter, seen) : countByGroup(redis, query);
}

const count = async (redis: Redis, query: string): Promise<number> =>
  (await redis.ft.search(SESSION_INDEX.alias, query, { LIMIT: { from: 0, size: 0 }, DIALECT: 2 })).total;

/** One pass: FT.AGGREGATE GROUPBY two SORTABLE TAGs, O(matches). */
export async function countByGroup(redis: Redis, query: string): Promise<Counts> {
  const { results } = await redis.ft.aggregate(SESSION_INDEX.alias, query, {
    STEPS: [{ type: 'GROUPBY', properties: ['@role', '@kind'], REDUCE: { type: 'COUNT', AS: 'count' } }],
    DIALECT: 2,
  });
  return countRows(
    results.map(({ role, kind, count }) => ({
      role: String(role),
      kind: String(kind),
      count: Number(count),
    })),
  );
}

/** The counts of these rows, of which each is one session or `count` of them. */
export function countRows(rows: readonly { role: string; kind: string; count?: number }[]): Counts {
  const counts: Counts = { total: 0, byRole: {}, byKind: {} };
  for (const { role, kind, count = 1 } of rows) {
    counts.total += count;
    counts.byRole[role] = (counts.byRole[role] ?? 0) + count;
    counts.byKind[kind] = (counts.byKind[kind] ?? 0) + count;
  }
  return counts;
}

const kindClause = (kind: string) => `@kind:{${escapeTag(kind)}}`;

/**
 * For queries of roles and kinds alone. Redis counts a TAG's sessions without visiting each, and excluding the few
 * invisible roles costs less than selecting the others. FT.TAGVALS and an FT.SEARCH without rows for each value, in
 * one round trip: half the time of grouping 100,000.
 */
export async function countByValue(
  redis: Redis,
  { kind, role }: SessionFilter,
  seen: readonly string[],
): Promise<Counts> {
  const kinds = kind ? [kind] : DEVICE_KINDS;
  const [first = '', ...rest] = seen;
  const all = await redis.ft.tagVals(SESSION_INDEX.alias, 'role');
  const hidden = all.filter((one) => !seen.includes(one));
  const ofKind = async (one: string): Promise<number> => {
    // One role has few sessions: they are selected.
    if (role !== undefined) return count(redis, `${kindClause(one)} ${roleClause(seen)}`);
    const [every, unseen] = await Promise.all([
      count(redis, kindClause(one)),
      hidden.length > 0 ? count(redis, `${kindClause(one)} ${roleClause(hidden)}`) : 0,
    ]);
    return Math.max(0, every - unseen);
  };
  const ofRole = (one: string) =>
    count(redis, kind ? `${kindClause(kind)} ${roleClause([one])}` : roleClause([one]));
  const [byKind, byRole] = await Promise.all([
    Promise.all(kinds.map(async (one) => [one, await ofKind(one)] as const)),
    Promise.all(rest.map(async (one) => [one, await ofRole(one)] as const)),
  ]);
  const total = sum(byKind);
  const counts = [[first, Math.max(0, total - sum(byRole))] as const, ...byRole];
  return { total, byRole: foundOf(counts), byKind: foundOf(byKind) };
}

type Counted = readonly (readonly [value: string, found: number])[];
const sum = (counts: Counted): number => counts.reduce((all, [, found]) => all + found, 0);
const foundOf = (counts: Counted) => Object.fromEntries(counts.filter(([, found]) => found > 0));
