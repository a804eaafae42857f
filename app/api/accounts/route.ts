/** `GET /api/accounts`: one's own accounts, the current account first; whole numbers need a step-up. */
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { detailsForMs } from '#lib/auth/own-details.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listAccounts, withFullNumbers } from '#lib/transactions/accounts.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  readQuery(request, noQuery);
  const { user } = session.document;
  const accounts = await listAccounts(webRedis(), user);
  const [account] = accounts;
  if (account) await rememberBalance({ session, account, ref: { user, account: account.id } });
  const forMs = await detailsForMs(request.headers, session);
  const items = forMs > 0 ? await withFullNumbers(webRedis(), user, accounts) : accounts;
  return json({ items, detailsForMs: forMs });
});
