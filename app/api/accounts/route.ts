/** `GET /api/accounts`: one's own accounts, the current account first. */
import { rememberBalance } from '#app/_data/remember-balance.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, noQuery, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';
import { listAccounts } from '#lib/transactions/accounts.ts';

export const GET = route(async (request) => {
  const session = await requireSession(request.headers);
  readQuery(request, noQuery);
  const { user } = session.document;
  const items = await listAccounts(webRedis(), user);
  const [account] = items;
  if (account) await rememberBalance({ session, account, ref: { user, account: account.id } });
  return json({ items });
});
