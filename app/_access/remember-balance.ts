/** The customer's balance and latest transactions in the session document, as the tutorial's sessions have them. */
import { z } from 'zod';
import { currentBalance } from '#lib/finance/balance.ts';
import { latestEntries } from '#lib/ledger/read-entries.ts';
import { webRedis } from '#lib/redis/client.ts';
import { updateApplicationData } from '#lib/sessions/application-data.ts';
import { millis, minor } from '#lib/whole-number.ts';
import type { OwnAccount } from './access.ts';

const MAX_LATEST = 5;

/** As they stand in the document, once an account was looked at. */
export const rememberedSchema = z
  .object({
    currentBalanceAmount: z.object({ x: millis, y: minor }),
    lastTransactions: z.array(z.object({ account: z.string(), seq: z.number().int().positive() })),
  })
  .partial();

const storedSchema = z.object({
  currentBalanceAmount: z.object({ y: z.number() }),
  lastTransactions: z.tuple([z.object({ account: z.string(), seq: z.number() })], z.unknown()),
});

/**
 * Stores the available balance of the customer's first account in the session document: `currentBalanceAmount` (`x` when it
 * was reached, `y` in minor units) and `lastTransactions`, the newest five by account and seq. Reads and writes nothing while
 * the document already has this balance and the newest entry. Else TS.GET, HMGET, JSON.MGET and one script, O(1).
 */
export async function rememberBalance({
  session,
  account,
  ref,
}: Pick<OwnAccount, 'session' | 'account' | 'ref'>): Promise<void> {
  const stored = storedSchema.safeParse(session.document).data;
  const newest = stored?.lastTransactions[0];
  const isNewest = newest?.account === account.id && newest.seq === account.seq;
  if (isNewest && stored?.currentBalanceAmount.y === account.availableMinor) return;
  const redis = webRedis();
  const [{ x, yMinor }, { items }] = await Promise.all([
    currentBalance(redis, ref),
    latestEntries(redis, ref, { limit: MAX_LATEST }),
  ]);
  await updateApplicationData(redis, session, {
    currentBalanceAmount: { x, y: yMinor },
    lastTransactions: items.map(({ account, seq }) => ({ account, seq })),
  });
}
