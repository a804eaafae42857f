/** Reading an account so that all of it is of one moment. */
import type { AccountRef } from '#lib/ids.ts';
import { type Account, requireAccount } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';

/** Reads anew while postings come in between; an account is posted to every few seconds, not every few milliseconds. */
const MAX_READS = 5;

/**
 * What `read` answers for an account to which nothing was posted meanwhile, with the account as it then was. Live
 * events are added to a page's data by `seq`: data that is partly newer would count one posting twice. The second
 * look at the account asks Redis, since a copy could agree with itself.
 */
export async function readSteadily<Data>(
  { ref, account }: { ref: AccountRef; account: Account },
  read: () => Promise<Data>,
): Promise<{ account: Account; data: Data }> {
  let before = account;
  for (let reads = 1; ; reads++) {
    const data = await read();
    const after = (await requireAccount(webRedis(), ref.user, ref.account)).account;
    if (after.seq === before.seq || reads === MAX_READS) return { account: before, data };
    before = after;
  }
}
