/** Saves chosen rows of the list, of one account or several, as the bank's CSV has them and with their tags. */
import { csvChosen } from '#lib/export/csv.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import { saveFile } from './export-file.ts';

type Account = { id: string; name: string; currency: string };

export function csvOf(entries: readonly EntryView[], accounts: readonly Account[], timeZone: string): string {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const rows = entries.map((entry) => csvChosen.row(entry, byId.get(entry.account), timeZone));
  return csvChosen.head() + rows.join('');
}

/** `today` is `yyyy-mm-dd`. */
export function saveChosen(
  entries: readonly EntryView[],
  accounts: readonly Account[],
  today: string,
  timeZone: string,
): void {
  const file = new Blob([csvOf(entries, accounts, timeZone)], { type: csvChosen.mediaType });
  saveFile({ name: `chosen-transactions-${today}.csv`, file });
}
