/** `GET /api/accounts/:id/tags`: the tags of the customer's notes, the most used first. */
import { ownAccount } from '#app/_access/own-account.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { accountTags } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = route<{ id: string }>(async (request, { id }) => {
  const { ref } = await ownAccount(request.headers, id);
  readQuery(request, noQuery);
  return json({ items: await accountTags(webRedis(), ref) });
});
