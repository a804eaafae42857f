import { z } from 'zod';
import { anonymous, endpoint } from '#lib/http/contract.ts';

/** Asks nobody, so that an outage of Redis restarts no web process. */
export const GET = endpoint({
  summary: 'The process is alive.',
  access: anonymous,
  query: null,
  answers: { 200: z.object({ status: z.literal('alive') }) },
  handler: () => ({ status: 'alive' as const }),
});
