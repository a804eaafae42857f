import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { counterparties } from '#lib/finance/spenders.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { rowLimit } from '#lib/whole-number.ts';

const MAX_NAME = 100;

/** For filling in a filter. */
export const GET = endpoint({
  summary: 'Names of those the account has dealt with.',
  access: ownAccount,
  query: z.strictObject({
    q: z.string().max(MAX_NAME).default('').describe('How a word of the name begins.'),
    limit: rowLimit,
  }),
  answers: { 200: z.object({ items: z.array(z.string()) }) },
  handler: async ({ ref, query: { q, limit } }) => ({
    items: await counterparties(webRedis(), ref, q, limit),
  }),
});
