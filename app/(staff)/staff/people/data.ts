/** What the staff's page of people is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import type { Role } from '#lib/identity/roles.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { rightsOf } from '#lib/staff/permissions.ts';
import { type FoundUser, searchUsers, type UserFilter, userFilterSchema } from '#lib/staff/user-search.ts';

const MAX_ROWS = 50;

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
export async function staffPeopleData(session: Session, params: SearchParams): Promise<StaffPeopleData> {
  const { sees, changes, gives } = rightsOf(session);
  const filter = questionIn(userFilterSchema, params);
  const found = await searchUsers(webRedis(), session, filter, MAX_ROWS);
  return { filter, sees, changes, gives, ...found };
}
