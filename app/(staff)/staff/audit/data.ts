/** What the staff's page of the audit log is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { of } from '#lib/redis/recorder.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { auditFilterSchema, searchAudit } from '#lib/staff/audit-search.ts';
import { rightsOf } from '#lib/staff/permissions.ts';

const PAGE_ROWS = 50;

/**
 * A page of the audit log, as the URL asks for it; null where the role may read one customer's log alone, and none is
 * named. `later` is true when this is not the first page.
 */
export async function staffAuditData(session: Session, params: SearchParams) {
  const filter = questionIn(auditFilterSchema, params);
  const before = newestCursorSchema.safeParse(params.before).data;
  const redis = webRedis();
  const mayRead = rightsOf(session).allAuditLogs || filter.username !== undefined;
  const [page, now] = await Promise.all([
    mayRead ? of('audit', () => searchAudit(redis, session, filter, { before, limit: PAGE_ROWS })) : null,
    redisNow(redis),
  ]);
  return { filter, page, later: before !== undefined, now: Math.round(now) };
}
