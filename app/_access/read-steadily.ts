/** Reading accounts so that all of it is of one moment. */
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { type Account, requireAccount } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';

/** Reads again while events come in between; an account has one every few seconds, not every few milliseconds. */
const MAX_READS = 5;

/**
 * What `read` answers for an account in which nothing happened meanwhile, with the account as it then was. Live
 * events are added to a page's data by `seq`: data that is partly newer would count one posting twice. The second
 * look at the account asks Redis, since a copy could agree with itself.
 */
export async function readSteadily<Data>(
  { ref, account }: { ref: AccountRef; account: Account },
  read: () => Promise<Data>,
): Promise<{ account: Account; data: Data }> {
  const { accounts, data } = await readAllSteadily(ref.user, [account], read);
  return { account: accounts[0] ?? account, data };
}

/** The same of several accounts of a customer. */
export async function readAllSteadily<Data>(
  user: UserTag,
  accounts: readonly Account[],
  read: () => Promise<Data>,
): Promise<{ accounts: readonly Account[]; data: Data }> {
  let before = accounts;
  for (let reads = 1; ; reads++) {
    const data = await read();
    const found = await Promise.all(before.map(({ id }) => requireAccount(webRedis(), user, id)));
    const after = found.map(({ account }) => account);
    const isSame = after.every(
      ({ seq, availableMinor }, at) =>
        seq === before[at]?.seq && availableMinor === before[at]?.availableMinor,
    );
    if (isSame || reads === MAX_READS) return { accounts: before, data };
    before = after;
  }
}
