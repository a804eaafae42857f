import { z } from 'zod';
import { session } from '#app/_access/access.ts';
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { endpoint } from '#lib/http/contract.ts';
import { accountSchema, listAccounts, withFullNumbers } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { detailsForMs, detailsForMsSchema } from '#lib/sign-in/own-details.ts';

export const GET = endpoint({
  summary: 'One’s own accounts, the current account first. Needs a step-up for whole numbers.',
  access: session,
  answers: { 200: z.object({ items: z.array(accountSchema), detailsForMs: detailsForMsSchema }) },
  handler: async ({ session, user, headers }) => {
    const accounts = await listAccounts(webRedis(), user);
    const [account] = accounts;
    if (account) await rememberBalance({ session, account, ref: { user, account: account.id } });
    const forMs = await detailsForMs(headers, session);
    const items = forMs > 0 ? await withFullNumbers(webRedis(), user, accounts) : accounts;
    return { items, detailsForMs: forMs };
  },
});
