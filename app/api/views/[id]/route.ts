import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { webRedis } from '#lib/redis/client.ts';
import { removeView } from '#lib/views/views.ts';

/** The views are looked for under the session's own user, so another's is a missing one. */
export const DELETE = endpoint({
  summary: 'Remove one of one’s saved views.',
  access: session,
  answers: { 204: null },
  refusals: ['not_found'],
  handler: ({ user, params: { id = '' } }) => removeView(webRedis(), user, id),
});
