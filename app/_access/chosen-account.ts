/** Which account a page shows, and reading it so that all of it is of one moment. */
import { BankError } from '#lib/errors.ts';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { type Account, listAccounts, requireAccount } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';

export type Chosen = { accounts: Account[]; account: Account; ref: AccountRef };

/** Reads anew while postings come in between; an account is posted to every few seconds, not every few milliseconds. */
const MAX_READS = 5;

/**
 * The customer's accounts and the chosen one, the first without a choice. Null for a customer without any; throws
 * not_found when `id` is none of theirs.
 */
export async function chooseAccount(user: UserTag, id: string | undefined): Promise<Chosen | null> {
  const accounts = await listAccounts(webRedis(), user);
  const account = id === undefined ? accounts[0] : accounts.find((candidate) => candidate.id === id);
  if (account) return { accounts, account, ref: { user, account: account.id } };
  if (id === undefined) return null;
  throw new BankError('not_found', 'There is no such account.');
}

/**
 * What `read` answers for an account to which nothing was posted meanwhile, with the account as it then was. Live
 * events are added to a page's data by `seq`: data that is partly newer would count one posting twice.
 */
export async function readSteadily<Data>(
  { ref, account }: Pick<Chosen, 'ref' | 'account'>,
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
