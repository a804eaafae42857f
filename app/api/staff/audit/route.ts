/** `GET /api/staff/audit`: what happened, to whom, by whom, done or refused, newest first. */
import { searchAudit } from '#lib/auth/audit-search.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, readQuery, route } from '#lib/http.ts';
import { staffAuditQuery } from '../../_queries.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  const { before, limit, ...filter } = readQuery(request, staffAuditQuery);
  return json(await searchAudit(session, filter, { before, limit }));
});
