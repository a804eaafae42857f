import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { removeKey } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';

export const DELETE = endpoint({
  summary: 'Remove a key for payments, for ever.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['not_found', 'starting'],
  handler: ({ user, params: { id = '' } }) => removeKey(webRedis(), user, id),
});
