import { z } from 'zod';
import { anonymous } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { readySchema, requireReady } from '#lib/readiness/readiness.ts';

/**
 * Why it is not ready is in the log alone. `durability` is what a power cut can take back, `ledger` the last audit,
 * `refused` what cannot be done for want of room: docs/operations.md.
 */
export const GET = endpoint({
  summary: 'Everything that a customer needs is there.',
  access: anonymous,
  query: null,
  answers: { 200: readySchema.extend({ status: z.literal('ready') }) },
  refusals: ['starting', 'redis_unavailable'],
  handler: async () => ({ status: 'ready' as const, ...(await requireReady()) }),
});
