/** What the staff's console is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { ROLES, type Role } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { may } from '#lib/staff/permissions.ts';
import { type SessionFilter, sessionFilterSchema } from '#lib/staff/session-query.ts';
import { type FoundPage, searchSessions, sessionCursorSchema } from '#lib/staff/session-search.ts';

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
  const rights = rightsOf(session);
  const filter = questionIn(sessionFilterSchema, params);
  const before = sessionCursorSchema.safeParse(params.before).data;
  const [page, now] = await Promise.all([
    searchSessions(redis, filter, { roles: rights.sees, before, limit: PAGE_ROWS }),
    redisNow(redis),
  ]);
  return { filter, page, later: before !== undefined, rights, now: Math.round(now) };
}

/** For the page to offer only what may be done; each act is judged anew when it is asked for. */
function rightsOf({ document }: Session): Rights {
  const below = ROLES.slice(0, ROLES.indexOf(document.role as Role));
  const allStaff = may(document.role, 'sessions:staff');
  return {
    sees: allStaff ? ROLES : ['user'],
    ends: !may(document.role, 'sessions:revoke') ? [] : allStaff ? below : ['user'],
    many: may(document.role, 'sessions:revoke-many'),
  };
}
