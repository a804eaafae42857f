/** What each file format writes: a head, a row an entry, a foot. */
import type { Account } from '#lib/ledger/accounts.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Filter } from '#lib/search/filter.ts';

/** What a file is of, besides its rows. */
export type ExportedAccount = Account & { openingAt: number };
export type FileFormat = {
  mediaType: string;
  head: (account: ExportedAccount, filter: Filter, now: number, timeZone: string) => string;
  row: (entry: EntryView, account: Pick<ExportedAccount, 'currency'>, timeZone: string) => string;
  foot: (account: ExportedAccount, filter: Filter, now: number, timeZone: string) => string;
};
