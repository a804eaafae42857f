/** Whatever else is asked for below `/api`: not found, said as data rather than as a page. */
import { BankError } from '#lib/errors.ts';
import { route } from '#lib/http/http.ts';

export const GET = route<unknown>(async () => {
  throw new BankError('not_found', 'There is nothing at this address.');
});
export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
