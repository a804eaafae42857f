import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { accountTags } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'The tags of one’s notes, the most used first.',
  access: ownAccount,
  answers: { 200: z.object({ items: z.array(z.string()) }) },
  handler: async ({ ref }) => ({ items: await accountTags(webRedis(), ref) }),
});
