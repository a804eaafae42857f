/** What the staff's page of people is rendered from. */

import type { SearchParams } from '#app/_access/search-params.ts';
import { ROLES, type Role } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { may } from '#lib/staff/permissions.ts';
import { type FoundUser, searchUsers, type UserFilter, userFilterSchema } from '#lib/staff/user-search.ts';

const MOST_ROWS = 50;

export type StaffPeopleData = {
  filter: UserFilter;
  items: FoundUser[];
  total: number;
  /** Roles of those who are shown. */
  sees: readonly Role[];
  /** Roles of those whose role may be changed; empty for who may not. */
  changes: readonly Role[];
  /** Roles that may be given. */
  gives: readonly Role[];
};

/** The first people whom the URL asks for, by user name. */
export async function staffPeopleData(
  { document }: Session,
  { q, role }: SearchParams,
): Promise<StaffPeopleData> {
  const sees = may(document.role, 'sessions:staff') ? ROLES : (['user'] as const);
  const filter = userFilterSchema.safeParse({ q: q || undefined, role: role || undefined }).data ?? {};
  const found = await searchUsers(webRedis(), filter, { roles: sees, limit: MOST_ROWS });
  const own = ROLES.indexOf(document.role as Role);
  const changing = may(document.role, 'roles:change');
  return {
    ...{ filter, sees, ...found },
    changes: changing ? ROLES.slice(0, own) : [],
    gives: changing ? ROLES.slice(0, own + 1) : [],
  };
}
