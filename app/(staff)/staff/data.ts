/** What the staff's console is rendered from. */

import type { PageParams } from '#app/(bank)/transactions/data.ts';
import type { Rights } from '#app/(staff)/staff/_sessions/rights.ts';
import { ROLES, type Role } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { may } from '#lib/staff/permissions.ts';
import { type SessionFilter, sessionFilterSchema } from '#lib/staff/session-query.ts';
import { type FoundPage, searchSessions, sessionCursorSchema } from '#lib/staff/session-search.ts';

const PAGE_ROWS = 50;
const FILTER_NAMES = Object.keys(sessionFilterSchema.shape) as (keyof SessionFilter)[];

export type StaffSessionsData = {
  filter: SessionFilter;
  page: FoundPage;
  /** True when this is not the first page. */
  later: boolean;
  rights: Rights;
  /** Redis' clock at the read. */
  now: number;
};

/** The question in a page's URL. What is not understood is left out, where the API would refuse it. */
export function questionOf(params: PageParams): SessionFilter {
  const understood = FILTER_NAMES.flatMap((name) => {
    const value = params[name];
    return value && sessionFilterSchema.shape[name].safeParse(value).success ? [[name, value]] : [];
  });
  return sessionFilterSchema.parse(Object.fromEntries(understood));
}

/** A page of the live sessions that the URL asks for, with its counts and what whoever looks may do about them. */
export async function staffSessionsData(session: Session, params: PageParams): Promise<StaffSessionsData> {
  const redis = webRedis();
  const rights = rightsOf(session);
  const filter = questionOf(params);
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
