/** A filter over the customer's accounts in a query string. */
import { z } from 'zod';
import { matchesQuery } from '../accounts/[id]/_matches-query.ts';

export const listQuery = matchesQuery.extend({
  account: z
    .string()
    .optional()
    .describe(
      'Of one account alone; without it, of all, or of the first where they have several currencies.',
    ),
});
