/** A query as of a moment: sessions that were counted in a preview, and none that joined since. */
import { isSessionId } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionRef } from '#lib/sessions/document.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { type Counts, countByGroup, countRows, NO_SESSIONS } from './session-counts.ts';
import { type SessionFilter, sessionQuery } from './session-query.ts';
import { findOne, foundSchema } from './session-search.ts';

/** A session's user and id, as the index answers them. */
export type FoundRef = SessionRef & { username: string; role: string };

/** Restricts a query to sessions from before `asOf`; those of that very millisecond are excluded. */
const queryAsOf = (filter: SessionFilter, roles: readonly string[], asOfMs: number): string | null => {
  const query = sessionQuery(filter, roles, asOfMs);
  return query && `${query} @createdAt:[-inf (${Math.floor(asOfMs)}]`;
};

/** Counts the sessions that matched at `asOf` and still do, by role and device kind. One FT.AGGREGATE. */
export async function countSessionsAsOf(
  redis: Redis,
  filter: SessionFilter,
  roles: readonly string[],
  asOfMs: number,
): Promise<Counts> {
  const query = queryAsOf(filter, roles, asOfMs);
  if (query === null) return NO_SESSIONS;
  if (filter.sid !== undefined) return countRows(await findOne(redis, query, filter.sid));
  return countByGroup(redis, query);
}

/** Some of the sessions that matched at `asOf` and still do. One FT.SEARCH. */
export async function findSessionsAsOf(
  redis: Redis,
  filter: SessionFilter,
  roles: readonly string[],
  asOfMs: number,
  maxRows: number,
): Promise<FoundRef[]> {
  const query = queryAsOf(filter, roles, asOfMs);
  if (query === null) return [];
  if (filter.sid !== undefined) return findOne(redis, query, filter.sid);
  const { documents } = await redis.ft.search(SESSION_INDEX.alias, query, {
    LIMIT: { from: 0, size: maxRows },
    RETURN: ['$.user', 'AS', 'user', 'username', 'role'],
    DIALECT: 2,
  });
  return documents.flatMap(({ id, value }) => {
    const sid = id.slice(id.lastIndexOf(':') + 1);
    const fields = foundSchema.pick({ user: true, username: true, role: true }).safeParse(value).data;
    return fields && isSessionId(sid) ? [{ ...fields, sid }] : [];
  });
}
