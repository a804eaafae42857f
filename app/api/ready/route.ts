import { z } from 'zod';
import { anonymous } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { requireReady } from '#lib/readiness/readiness.ts';

/** Why it is not ready is in the log alone. */
export const GET = endpoint({
  summary: 'Everything that a customer needs is there.',
  access: anonymous,
  query: null,
  answers: { 200: z.object({ status: z.literal('ready') }) },
  refusals: ['starting', 'redis_unavailable'],
  handler: async () => {
    await requireReady();
    return { status: 'ready' as const };
  },
});
