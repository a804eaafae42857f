/** What the staff's page of people is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { webRedis } from '#lib/redis/client.ts';
import { of } from '#lib/redis/recorder.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { rightsOf } from '#lib/staff/permissions.ts';
import { searchUsers, userFilterSchema } from '#lib/staff/user-search.ts';

const MAX_ROWS = 50;

/** The first people whom the URL asks for, by user name, and the roles that whoever asks sees, changes and gives. */
export async function staffPeopleData(session: Session, params: SearchParams) {
  const { sees, changes, gives } = rightsOf(session);
  const filter = questionIn(userFilterSchema, params);
  const found = await of('people', () => searchUsers(webRedis(), session, filter, MAX_ROWS));
  return { filter, sees, changes, gives, ...found };
}
