/** The whole number of an account, for a page that may show it. */
import { requireAccount, withFullNumbers } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { pageDetailsMs } from './page-session.ts';
import type { SearchParams } from './search-params.ts';

/** Null when the address does not ask for it or the session may not have it. HGETALL twice, O(1). */
export async function drawnNumber(
  session: Session,
  id: string,
  params: SearchParams,
): Promise<{ details: string; forMs: number } | null> {
  const forMs = await pageDetailsMs(session, params);
  if (forMs === 0) return null;
  const { user } = session.document;
  const { account } = await requireAccount(webRedis(), user, id);
  const [whole] = await withFullNumbers(webRedis(), user, [account]);
  return whole ? { details: whole.number, forMs } : null;
}
