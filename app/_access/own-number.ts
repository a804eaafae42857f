/** The whole number of an account, for a page that may show it. */
import { requireAccount, withFullNumbers } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import type { Session } from '#lib/sign-in/require-session.ts';

/** Null when it may not be shown. HGETALL twice, O(1). */
export async function drawnNumber(
  { document: { user } }: Session,
  id: string,
  forMs: number,
): Promise<{ details: string; forMs: number } | null> {
  if (forMs === 0) return null;
  const { account } = await requireAccount(webRedis(), user, id);
  const [whole] = await withFullNumbers(webRedis(), user, [account]);
  return whole ? { details: whole.number, forMs } : null;
}
