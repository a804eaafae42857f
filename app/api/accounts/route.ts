/** `GET /api/accounts`: one's own accounts, the current account first; whole numbers need a step-up. */
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { json, noQuery, readQuery, route } from '#lib/http/http.ts';
import { listAccounts, withFullNumbers } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { detailsForMs } from '#lib/sign-in/own-details.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

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
