/** What the staff's console is rendered from. */

import { questionIn, refusedIn, type SearchParams } from '#app/_access/search-params.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { of } from '#lib/redis/recorder.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { rightsOf } from '#lib/staff/permissions.ts';
import { sessionFilterSchema } from '#lib/staff/session-query.ts';
import { NOTHING, searchSessions } from '#lib/staff/session-search.ts';

const PAGE_ROWS = 50;

/** Roles whose sessions are shown, roles whose sessions may be ended, and whether many people's may be at once. */
export type Rights = { sees: readonly string[]; ends: readonly string[]; many: boolean };

/**
 * A page of the live sessions that the URL asks for, with its counts and what whoever looks may do about them. `later`
 * is true when this is not the first page. A filter that is not understood is named in `refused`, and then nothing is
 * found: without it more would match than was asked for, and more could be ended.
 */
export async function staffSessionsData(session: Session, params: SearchParams) {
  const redis = webRedis();
  // For the page to offer only what may be done; each act is judged anew when it is requested.
  const { sees, ends, many } = rightsOf(session);
  const rights: Rights = { sees, ends, many };
  const filter = questionIn(sessionFilterSchema, params);
  const refused = refusedIn(sessionFilterSchema, params);
  const understood = Object.keys(refused).length === 0;
  const before = newestCursorSchema.safeParse(params.before).data;
  const [page, now] = await Promise.all([
    understood
      ? of('sessions', () => searchSessions(redis, session, filter, { before, limit: PAGE_ROWS }))
      : NOTHING,
    redisNow(redis),
  ]);
  return { filter, refused, understood, page, later: before !== undefined, rights, now: Math.round(now) };
}
