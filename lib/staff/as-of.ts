/** What a question meant at a moment: those that are counted are those that are then ended, and none that joined since. */
import { isSessionId } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionRef } from '#lib/sessions/document.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { type Counts, countByGroup, countRows, NO_SESSIONS } from './session-counts.ts';
import { type SessionFilter, sessionQuery } from './session-query.ts';
import { findOne, foundSchema } from './session-search.ts';

/** A session by name, as the index answers it. */
export type FoundRef = SessionRef & { username: string; role: string };

/** Those of a question that were there before `asOf`: who signed in since, in that very millisecond too, is not meant. */
const queryAsOf = (filter: SessionFilter, roles: readonly string[], asOfMs: number): string | null => {
  const query = sessionQuery(filter, roles, asOfMs);
  return query && `${query} @createdAt:[-inf (${Math.floor(asOfMs)}]`;
};

/** How many sessions a question meant at `asOf` and still finds, by role and device kind. One FT.AGGREGATE. */
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

/** Some of the sessions that a question meant at `asOf` and still finds. One FT.SEARCH. */
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
