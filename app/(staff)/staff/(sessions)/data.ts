/** What the staff's console is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { rightsOf } from '#lib/staff/permissions.ts';
import { type SessionFilter, sessionFilterSchema } from '#lib/staff/session-query.ts';
import { type FoundPage, searchSessions } from '#lib/staff/session-search.ts';

const PAGE_ROWS = 50;

/** What whoever looks at the console may see and do. */
export type Rights = {
  /** Roles whose sessions are shown. */
  sees: readonly string[];
  /** Roles whose sessions may be ended; empty for who may only look. */
  ends: readonly string[];
  /** Whether many people's sessions may be ended at once. */
  many: boolean;
};

export type StaffSessionsData = {
  filter: SessionFilter;
  page: FoundPage;
  /** True when this is not the first page. */
  later: boolean;
  rights: Rights;
  /** Redis' clock at the read. */
  now: number;
};

/** A page of the live sessions that the URL asks for, with its counts and what whoever looks may do about them. */
export async function staffSessionsData(session: Session, params: SearchParams): Promise<StaffSessionsData> {
  const redis = webRedis();
  // For the page to offer only what may be done; each act is judged anew when it is requested.
  const { sees, ends, many } = rightsOf(session);
  const filter = questionIn(sessionFilterSchema, params);
  const before = newestCursorSchema.safeParse(params.before).data;
  const [page, now] = await Promise.all([
    searchSessions(redis, session, filter, { before, limit: PAGE_ROWS }),
    redisNow(redis),
  ]);
  return { filter, page, later: before !== undefined, rights: { sees, ends, many }, now: Math.round(now) };
}
