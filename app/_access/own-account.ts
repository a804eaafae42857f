/** Authorising a request for one account: whose session, and that the account is theirs. */

import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { type Account, requireAccount } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { chooseAccount } from './chosen-account.ts';

export type OwnAccount = { session: Session; account: Account; ref: AccountRef };

/** Throws 401s as `requireSession`, and not_found alike for missing, malformed and other customers' ids. */
export async function ownAccount(headers: Headers, id: string): Promise<OwnAccount> {
  const session = await requireSession(headers);
  return { session, ...(await requireAccount(webRedis(), session.document.user, id)) };
}

/** The customer's first account, which is all that the tutorial knows. Throws not_found for people without one. */
export async function ownFirstAccount(headers: Headers): Promise<OwnAccount> {
  const session = await requireSession(headers);
  const chosen = await chooseAccount(session.document.user, undefined);
  if (!chosen) throw new BankError('not_found', 'There is no account.');
  return { session, account: chosen.account, ref: chosen.ref };
}
