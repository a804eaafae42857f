import { z } from 'zod';
import { ownAccount } from '#app/_access/access.ts';
import { BankError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/contract.ts';
import { findPending } from '#lib/ledger/authorize.ts';
import { pendingViewSchema } from '#lib/ledger/schema.ts';
import { webRedis } from '#lib/redis/client.ts';

export const GET = endpoint({
  summary: 'One pending transaction, or the entry that it became.',
  access: ownAccount,
  answers: {
    200: z.union([
      z.object({ pending: pendingViewSchema }),
      z.object({
        seq: z.number().int().positive().describe('Of the entry, for 31 days after it was booked.'),
      }),
    ]),
  },
  handler: async ({ ref, params: { pid = '' } }) => {
    const found = await findPending(webRedis(), ref, pid);
    if (!found) throw new BankError('not_found', 'There is no such transaction.');
    return found;
  },
});
