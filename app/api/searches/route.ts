/** What a person searched for lately. */
import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import {
  forgetSearches,
  recentSearches,
  rememberSearch,
  searchTextSchema,
} from '#lib/views/recent-searches.ts';

export const GET = endpoint({
  summary: 'What one searched for lately, newest first.',
  access: session,
  answers: { 200: z.object({ items: z.array(z.string()) }) },
  handler: async ({ user }) => ({ items: await recentSearches(webRedis(), user) }),
});

export const POST = endpoint({
  summary: 'Remember a search.',
  access: session,
  body: z.strictObject({ q: searchTextSchema }),
  answers: { 204: null },
  handler: ({ user, body: { q } }) => rememberSearch(webRedis(), user, q),
});

export const DELETE = endpoint({
  summary: 'Forget one remembered search, or all.',
  access: session,
  query: z.strictObject({
    q: z.string().optional().describe('The text as it is listed; without it all are forgotten.'),
  }),
  answers: { 204: null },
  handler: ({ user, query: { q } }) => forgetSearches(webRedis(), user, q),
});
