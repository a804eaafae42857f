/** What posting.lua takes of one posting, for every script that books. */
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import { isHold, MAX_OPEN_HOLDS } from '#lib/ledger/holds.ts';
import { ledgerEntry, type Owner, type Posting, viewWithoutBalance } from '#lib/ledger/ledger-entry.ts';
import { keys } from '#lib/redis/keys.ts';

const STREAM_LENGTH = 1000;

/** Fields of an account: what payments and own transfers took from it, and brought, since it was opened. They only grow. */
type PaidField = 'paidOut' | 'paidIn';

/** Why a posting was not booked: there is no account, another one came between, its time is not after the last, or a fault. */
export type NotBooked = ['unknown'] | ['moved', number, number] | ['late', number] | ['refused', string];

/** Keys and arguments of `posting` as the entry after `owner.seq`, each a list that a script's own ones follow. */
export function postingCall(
  ref: AccountRef,
  owner: Owner & { seq: number },
  posting: Posting,
  paid: PaidField | '' = '',
): { keys: string[]; args: string[] } {
  const entry = ledgerEntry(ref, owner, posting, owner.seq + 1, config().timeZone);
  return {
    keys: [
      keys.account(ref),
      keys.entry(ref, entry.seq),
      keys.balanceSeries(ref),
      keys.totals(ref),
      keys.spenders(ref),
      keys.spenders(ref, entry.month),
      keys.stream(ref.user),
      keys.entry(ref, posting.releases ?? entry.seq),
    ],
    args: [
      String(owner.seq),
      String(entry.amount),
      entry.direction,
      posting.releases === undefined ? '' : String(posting.releases),
      String(MAX_OPEN_HOLDS),
      String(entry.transactionDate),
      entry.counterparty,
      entry.month,
      JSON.stringify(entry),
      JSON.stringify({ ...viewWithoutBalance(ref, entry), ...(isHold(posting) ? { pending: true } : {}) }),
      ref.account,
      keys.live(ref.user),
      String(STREAM_LENGTH),
      paid,
    ],
  };
}
