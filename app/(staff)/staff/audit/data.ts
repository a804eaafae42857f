/** What the staff's page of the audit log is rendered from. */

import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { AUDIT_ACTS } from '#lib/audit/audit-entry.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { type AuditFilter, type AuditPage, auditFilterSchema, searchAudit } from '#lib/staff/audit-search.ts';
import { rightsOf } from '#lib/staff/permissions.ts';

const PAGE_ROWS = 50;

export type StaffAuditData = {
  filter: AuditFilter;
  /** What can be in the log. */
  acts: readonly string[];
  /** Null where the role may read one customer's log alone, and none is named. */
  page: AuditPage | null;
  later: boolean;
  now: number;
};

/** A page of the audit log, as the URL asks for it. */
export async function staffAuditData(session: Session, params: SearchParams): Promise<StaffAuditData> {
  const filter = questionIn(auditFilterSchema, params);
  const before = newestCursorSchema.safeParse(params.before).data;
  const redis = webRedis();
  const mayRead = rightsOf(session).allAuditLogs || filter.username !== undefined;
  const [page, now] = await Promise.all([
    mayRead ? searchAudit(redis, session, filter, { before, limit: PAGE_ROWS }) : null,
    redisNow(redis),
  ]);
  return { filter, acts: AUDIT_ACTS, page, later: before !== undefined, now: Math.round(now) };
}
