/** Exports all matches of a filter as a stream. */

import { csvFormat } from '#lib/export/csv.ts';
import type { ExportedAccount, FileFormat } from '#lib/export/file-format.ts';
import { ofxFormat } from '#lib/export/ofx.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { searchEntries } from '#lib/search/search.ts';

export const EXPORT_FORMATS = ['csv', 'ofx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const FILE_FORMATS: Record<ExportFormat, FileFormat> = { csv: csvFormat, ofx: ofxFormat };

/** Entries a page: some 3 ms of Redis. */
const PAGE = 500;

export type ExportRequest = {
  ref: AccountRef;
  account: ExportedAccount;
  filter: Filter;
  edits?: readonly number[];
  format: ExportFormat;
  /** Redis' clock, milliseconds. */
  now: number;
  timeZone: string;
};

/**
 * The file's text, piece by piece: exactly the entries that the list shows for the same filter, newest first, up to
 * the newest when `account` was read. One search (search.ts) for each 500 rows. A reader that stops ends the work; a
 * failure in the middle throws, since a partial file must not pass for the whole.
 */
export async function* exportEntries(
  redis: Redis,
  { ref, account, filter, edits, format, now, timeZone }: ExportRequest,
): AsyncGenerator<string, void> {
  const { head, row, foot } = FILE_FORMATS[format];
  let meant = edits;
  let before: number | null = account.seq + 1;
  let text = head(account, filter, now, timeZone);
  while (before !== null) {
    const page = await searchEntries(redis, ref, filter, { before, limit: PAGE, edits: meant });
    meant ??= page.edits;
    before = page.next;
    text += page.items.map((entry) => row(entry, account, timeZone)).join('');
    yield text;
    text = '';
  }
  yield foot(account, now);
}
