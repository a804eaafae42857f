import { z } from 'zod';
import { ownFirstAccount } from '#app/_access/access.ts';
import { tutorialRowSchema, tutorialRows } from '#app/transaction/_shapes.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchSeqs } from '#lib/search/search.ts';

const MAX_ROWS = 50;

/** The tutorial's page adds a `*` to the term, which finds no more. */
export const GET = endpoint({
  summary: 'The tutorial’s rows, found by our search.',
  access: ownFirstAccount,
  query: z.strictObject({ term: z.string().default('') }),
  answers: { 200: z.array(tutorialRowSchema) },
  handler: async ({ ref, session, headers, query: { term } }) => {
    // Nothing typed finds nothing here: the tutorial's box is empty until one types.
    if (term.trim() === '') return [];
    const found = await searchSeqs(webRedis(), ref, { q: term }, MAX_ROWS);
    return tutorialRows(found, { ref, session, headers });
  },
});
