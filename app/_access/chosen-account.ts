/** Which account a page shows, and what the page's data start from. */
import { cache } from 'react';
import { BankError } from '#lib/errors.ts';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { type Account, listAccounts } from '#lib/ledger/accounts.ts';
import type { OwnCategories } from '#lib/ledger/categorised.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import { lastStreamId } from '#lib/live/live-log.ts';
import { webSources } from '#lib/redis/client.ts';
import { byCopies } from '#lib/redis/copies.ts';
import { of } from '#lib/redis/recorder.ts';

export type Chosen = {
  accounts: Account[];
  account: Account;
  ref: AccountRef;
  /** A position in the live log: what is posted after it is in the log, what was posted before it in `accounts`. */
  after: string;
  /** What the customer says merchants are. */
  categories: OwnCategories;
};

/**
 * The customer's accounts and the position in the live log, read once a request, however many components start from
 * them. One connection answers both in turn: what changed up to the position was pushed before it, so no copy is older.
 */
const readStart = cache((user: UserTag) =>
  of('balance', () =>
    byCopies(webSources(), async (redis) => ({
      after: await lastStreamId(redis, user),
      accounts: await listAccounts(redis, user),
      categories: await ownCategories(redis, user),
    })),
  ),
);

/** Await it before other data: what is posted from here on is either in the data or in the log after this id. */
export const streamPosition = async (user: UserTag): Promise<string> => (await readStart(user)).after;

/**
 * The customer's accounts and the chosen one, the first without a choice. Null for a customer without any; throws
 * not_found when `id` is none of theirs.
 */
export async function chooseAccount(user: UserTag, id: string | undefined): Promise<Chosen | null> {
  const { after, accounts, categories } = await readStart(user);
  const account = id === undefined ? accounts[0] : accounts.find((candidate) => candidate.id === id);
  if (account) return { accounts, account, ref: { user, account: account.id }, after, categories };
  if (id === undefined) return null;
  throw new BankError('not_found', 'There is no such account.');
}
