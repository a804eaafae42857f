import { freshSession } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';

export const DELETE = endpoint({
  summary: 'Remove a key for payments, for ever.',
  access: freshSession,
  answers: { 204: null },
  refusals: ['not_found'],
  handler: () => {
    throw new BankError('not_found', 'There is no such key.');
  },
});
