import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { listPayees, payeesSchema } from '#lib/payments/payees.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'One’s saved payees, and those that one paid last.',
  access: session,
  answers: { 200: payeesSchema },
  handler: ({ user }) => listPayees(webRedis(), user),
});
