import { z } from 'zod';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { requireReadyLately } from '#lib/readiness/readiness.ts';

/** How the bank is otherwise is for whoever runs it (server/operations.ts); why it is not ready, for the log alone. */
export const GET = endpoint({
  summary: 'Everything that a customer needs is there.',
  access: anonymous,
  query: null,
  answers: { 200: z.object({ status: z.literal('ready') }) },
  refusals: ['starting', 'redis_unavailable'],
  handler: async () => {
    await requireReadyLately();
    return { status: 'ready' as const };
  },
});
