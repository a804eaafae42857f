/** A query as of a moment: sessions that were counted in a preview, and none that joined since. */
import { isSessionId } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import type { SessionRef } from '#lib/sessions/document.ts';
import { SESSION_INDEX } from '#lib/sessions/session-index.ts';
import { type Counts, countByGroup, countRows, NO_SESSIONS } from './session-counts.ts';
import { type SessionFilter, sessionQuery } from './session-query.ts';
import { findOne, foundSchema } from './session-search.ts';

/** The sessions of these roles that matched at `asOfMs` and still do; those of that very millisecond are excluded. */
export function sessionsAsOf(redis: Redis, filter: SessionFilter, roles: readonly string[], asOfMs: number) {
  const { sid } = filter;
  const matching = sessionQuery(filter, roles, asOfMs);
  const query = matching && `${matching} @createdAt:[-inf (${Math.floor(asOfMs)}]`;
  return {
    /** By role and device kind. One FT.AGGREGATE. */
    async count(): Promise<Counts> {
      if (query === null) return NO_SESSIONS;
      return sid === undefined ? countByGroup(redis, query) : countRows(await findOne(redis, query, sid));
    },

    /** Some of them. One FT.SEARCH. */
    async find(maxRows: number): Promise<SessionRef[]> {
      if (query === null) return [];
      if (sid !== undefined) return findOne(redis, query, sid);
      const { documents } = await redis.ft.search(SESSION_INDEX.alias, query, {
        LIMIT: { from: 0, size: maxRows },
        RETURN: ['$.user', 'AS', 'user'],
        DIALECT: 2,
      });
      return documents.flatMap(({ id, value }) => {
        const found = id.slice(id.lastIndexOf(':') + 1);
        const user = foundSchema.shape.user.safeParse(value.user).data;
        return user && isSessionId(found) ? [{ user, sid: found }] : [];
      });
    },
  };
}
