/** A person's saved views. */
import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listViews, savedViewSchema, saveView, viewSchema } from '#lib/views/views.ts';

export const GET = endpoint({
  summary: 'One’s saved views by name.',
  access: session,
  answers: { 200: z.object({ items: z.array(savedViewSchema) }) },
  handler: async ({ user }) => ({ items: await listViews(webRedis(), user) }),
});

export const POST = endpoint({
  summary: 'Save a filter under a name, in the place of the view that had the name.',
  access: session,
  body: viewSchema,
  answers: { 200: savedViewSchema },
  refusals: ['conflict'],
  handler: ({ user, body }) => saveView(webRedis(), user, body),
});
