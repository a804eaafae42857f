import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { payeesSchema } from '#lib/payments/payees.ts';

export const GET = endpoint({
  summary: 'One’s saved payees, and those that one paid last.',
  access: session,
  answers: { 200: payeesSchema },
  handler: () => ({ items: [], recent: [] }),
});
