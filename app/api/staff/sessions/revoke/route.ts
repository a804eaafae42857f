import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { revocationSchema, revokeByFilter } from '#lib/staff/revocation.ts';

export const POST = endpoint({
  summary: 'Staff: end the sessions that a preview counted, and none that joined since. Needs a step-up.',
  access: staff('ends', { ask: 'redis' }),
  body: revocationSchema,
  answers: {
    200: z.object({
      revoked: z.number().int(),
      alreadyGone: z.number().int().describe('Ended by somebody else in the meantime.'),
      left: z
        .number()
        .int()
        .describe('Not reached in the time of one request: ask again with the same preview.'),
    }),
  },
  refusals: ['step_up_required', 'conflict', 'throttled'],
  handler: ({ session, body, headers }) => revokeByFilter(webRedis(), session, body, headers),
});
