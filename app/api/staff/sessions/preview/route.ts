import { z } from 'zod';
import { staff } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { previewRevocation, previewSchema } from '#lib/staff/revocation.ts';
import { countsSchema } from '#lib/staff/session-counts.ts';
import { millis } from '#lib/whole-number.ts';

const { byRole, byKind } = countsSchema.shape;

export const POST = endpoint({
  summary: 'Staff: how many sessions a revocation would end.',
  access: staff('ends', { ask: 'redis' }),
  body: previewSchema,
  answers: {
    200: z.object({
      asOf: millis,
      count: z.number().int(),
      byRole,
      byKind,
      seal: z.string().describe('Sent back with the revocation: it ends what a preview counted.'),
    }),
  },
  handler: ({ session, body: { filter } }) => previewRevocation(webRedis(), session, filter),
});
