/** Whatever else is asked for below `/api`: not found, said as data rather than as a page. */
import { BankError } from '#lib/errors.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';

export const GET = endpoint({
  summary: 'Nothing is at this address.',
  access: anonymous,
  query: null,
  answers: {},
  refusals: ['not_found'],
  handler: () => {
    throw new BankError('not_found', 'There is nothing at this address.');
  },
});
export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
