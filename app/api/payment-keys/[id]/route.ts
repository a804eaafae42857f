import { freshSession } from '#app/_access/access.ts';
import { actorOf } from '#lib/audit/audit-entry.ts';
import { endpoint } from '#lib/http/contract.ts';
import { removeKey } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';

export const DELETE = endpoint({
  summary: 'Remove a key for payments, for ever.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['not_found', 'starting'],
  handler: ({ session, user, headers, params: { id = '' } }) =>
    removeKey(webRedis(), user, actorOf(session.document, headers), id),
});
