import { freshSession } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { removeKey } from '#lib/payments/payment-keys.ts';

export const DELETE = endpoint({
  summary: 'Remove a key for payments, for ever. Needs a step-up.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['step_up_required', 'not_found', 'starting'],
  handler: ({ session, params: { id = '' }, headers }) => removeKey(session, id, headers),
});
