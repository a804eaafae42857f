import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { foundUserSchema, searchUsers, userFilterSchema } from '#lib/staff/user-search.ts';
import { rowLimit } from '#lib/whole-number.ts';

export const GET = endpoint({
  summary: 'Staff: people by the beginnings of their names.',
  access: staff('sees'),
  query: userFilterSchema.extend({ limit: rowLimit }),
  answers: {
    200: z.object({
      items: z.array(foundUserSchema.extend({ user: z.string().describe('Their tag.') })),
      total: z.number().int().describe('Of all that match; a longer question finds fewer.'),
    }),
  },
  handler: ({ session, query: { limit, ...filter } }) => searchUsers(webRedis(), session, filter, limit),
});
