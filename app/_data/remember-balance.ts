/** What the session document keeps of the customer's money, as the tutorial's sessions do. */
import type { Session } from '#lib/auth/require-session.ts';
import { webRedis } from '#lib/redis/client.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import type { EntryView } from '#lib/transactions/schema.ts';

const LATEST_KEPT = 5;

/**
 * Keeps `currentBalanceAmount` (`x` when it was reached, `y` in minor units) and the last five transactions, by
 * reference, in the session document. Nothing is written while the document already says so.
 */
export async function rememberBalance(
  session: Session,
  balance: { x: number; yMinor: number },
  latest: readonly EntryView[],
): Promise<void> {
  await updateApplicationData(webRedis(), session, {
    currentBalanceAmount: { x: balance.x, y: balance.yMinor },
    lastTransactions: latest.slice(0, LATEST_KEPT).map(({ account, seq }) => ({ account, seq })),
  });
}
