import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { auditViewSchema, ownAuditLog } from '#lib/audit/own-log.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { rowLimit, wholeNumber } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'What happened to one’s own sessions and password, newest first.',
  access: session,
  query: z.strictObject({
    before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller n.'),
    limit: rowLimit,
  }),
  answers: {
    200: z.object({
      items: z.array(auditViewSchema),
      next: z
        .number()
        .int()
        .nullable()
        .describe('The `before` of the following page; null when there is none.'),
    }),
  },
  handler: ({ session, query }) => ownAuditLog(webRedis(), session.document, query),
});
