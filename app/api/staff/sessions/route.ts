import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { newestCursorSchema } from '#lib/redis/newest-first.ts';
import { countsSchema } from '#lib/staff/session-counts.ts';
import { sessionFilterSchema } from '#lib/staff/session-query.ts';
import { foundSchema, searchSessions } from '#lib/staff/session-search.ts';
import { rowLimit } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'Staff: live sessions that match, newest first, and how many there are by role and device.',
  access: staff('sees'),
  query: sessionFilterSchema.extend({
    before: newestCursorSchema.optional().describe('The `next` of the page before.'),
    limit: rowLimit,
  }),
  answers: {
    200: countsSchema.extend({
      items: z.array(foundSchema.omit({ epoch: true }).extend({ user: z.string(), sid: z.string() })),
      next: z.string().nullable().describe('The `before` of the following page; null when there is none.'),
    }),
  },
  handler: ({ session, query: { before, limit, ...filter } }) =>
    searchSessions(webRedis(), session, filter, { before, limit }),
});
