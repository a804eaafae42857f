import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { auditFilterSchema, searchAudit, staffAuditEntrySchema } from '#lib/staff/audit-search.ts';
import { rowLimit } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'Staff: what the audit logs hold, done and refused, newest first; of one customer, or of all.',
  access: staff('reads'),
  query: auditFilterSchema.extend({
    before: newestCursorSchema.optional().describe('The `next` of the page before.'),
    limit: rowLimit,
  }),
  answers: {
    200: z.object({
      items: z.array(staffAuditEntrySchema),
      next: z.string().nullable().describe('The `before` of the following page; null when there is none.'),
      total: z.number().int(),
    }),
  },
  handler: ({ session, query: { before, limit, ...filter } }) =>
    searchAudit(webRedis(), session, filter, { before, limit }),
});
