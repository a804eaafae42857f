import { z } from 'zod';
import { anonymous } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { durabilitySchema, requireReady } from '#lib/readiness/readiness.ts';

/** Why it is not ready is in the log alone. `durability` is what a power cut can take back: docs/operations.md. */
export const GET = endpoint({
  summary: 'Everything that a customer needs is there.',
  access: anonymous,
  query: null,
  answers: { 200: z.object({ status: z.literal('ready'), durability: durabilitySchema }) },
  refusals: ['starting', 'redis_unavailable'],
  handler: async () => {
    const durability = await requireReady();
    return { status: 'ready' as const, durability };
  },
});
