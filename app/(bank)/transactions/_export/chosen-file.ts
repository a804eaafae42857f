/** Saves chosen rows of the list as the bank's CSV has them, a file for each account. */
import { csvFormat } from '#lib/export/csv.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { saveFile } from './export-file.ts';

type Account = { id: string; name: string; currency: string };

/** Text of an account's file; entries of others are left out. */
export const csvOf = (entries: readonly EntryView[], account: Account, timeZone: string): string =>
  csvFormat.head() +
  entries
    .filter((entry) => entry.account === account.id)
    .map((entry) => csvFormat.row(entry, account, timeZone))
    .join('');

export function saveChosen(
  entries: readonly EntryView[],
  accounts: readonly Account[],
  timeZone: string,
): void {
  for (const account of accounts) {
    if (!entries.some((entry) => entry.account === account.id)) continue;
    const file = new Blob([csvOf(entries, account, timeZone)], { type: csvFormat.mediaType });
    saveFile({ name: `${account.name}.csv`, file });
  }
}
