import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { auditEntrySchema } from '#lib/audit/audit-entry.ts';
import { ownAuditLog } from '#lib/audit/own-log.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { rowLimit, wholeNumber } from '#lib/whole-number.ts';

const { n, at, act, outcome, browser, system, detail } = auditEntrySchema.shape;

export const GET = endpoint({
  summary: 'What happened to one’s own sessions and password, newest first.',
  access: session,
  query: z.strictObject({
    before: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('Only entries with a smaller n.'),
    limit: rowLimit,
  }),
  answers: {
    200: z.object({
      items: z.array(
        z.object({
          ...{ n, at, act, outcome, browser, system, detail },
          by: z.enum(['self', 'staff', 'anonymous']),
          current: z.boolean().describe('Done from the session that asks.'),
          address: z.string().describe('Shortened: enough to tell home from abroad.'),
          times: z.number().int().positive().describe('More than 1 where repeats are only counted.'),
        }),
      ),
      next: z
        .number()
        .int()
        .nullable()
        .describe('The `before` of the following page; null when there is none.'),
    }),
  },
  handler: ({ session, query }) => ownAuditLog(webRedis(), session.document, query),
});
