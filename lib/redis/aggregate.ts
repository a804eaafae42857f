import { z } from 'zod';
import type { Redis } from '#lib/redis/connect.ts';

const reply = z.object({
  results: z.array(z.object({ extra_attributes: z.record(z.string(), z.string()) })),
  warning: z.array(z.string()),
});

/**
 * The rows of FT.AGGREGATE, with its steps as redis-cli takes them: never a user's text. A search that timed out throws,
 * since it must not look complete. VERBATIM: a query's words are stemmed without it, also for fields that are not.
 */
export async function aggregateRows(
  redis: Redis,
  index: string,
  query: string,
  ...steps: string[]
): Promise<Record<string, string>[]> {
  const given = await redis.sendCommand(['FT.AGGREGATE', index, query, 'VERBATIM', ...steps, 'DIALECT', '2']);
  const { results, warning } = reply.parse(given);
  if (warning.length > 0) throw new Error(`incomplete search: ${warning.join('; ')}`);
  return results.map((row) => row.extra_attributes);
}
