/** The export of an account: all matches of a filter as a stream. */

import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { csvFormat } from '#lib/export/csv.ts';
import type { FileFormat } from '#lib/export/file-format.ts';
import { ofxFormat } from '#lib/export/ofx.ts';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef } from '#lib/ids.ts';
import { type Account, readAccountHash } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchingPages } from '#lib/search/search.ts';
import { dayOf } from '#lib/time.ts';

export const EXPORT_FORMATS = ['csv', 'ofx'] as const;
type ExportFormat = (typeof EXPORT_FORMATS)[number];

const FILE_FORMATS: Record<ExportFormat, FileFormat> = { csv: csvFormat, ofx: ofxFormat };

/**
 * The file of a filter's matches, of the account as it is now. Its text comes piece by piece: exactly the entries that
 * the list shows for the same filter, newest first. One search (search.ts) for each 500 rows. A reader that stops ends
 * the work; a failure in the middle throws, since a partial file must not pass for the whole.
 */
export async function exportOf(
  { ref, account }: { ref: AccountRef; account: Account },
  { format, edits, ...filter }: Filter & { format: ExportFormat; edits?: readonly number[] },
): Promise<{ name: string; mediaType: string; pieces: AsyncGenerator<string, void> }> {
  const redis = webRedis();
  const { timeZone } = config();
  const [hash, now] = await Promise.all([readAccountHash(redis, ref), redisNow(redis)]);
  if (!hash) throw new BankError('not_found', 'There is no such account.');
  const { openingAt, balance, seq } = hash;
  const exported = { ...account, balanceMinor: balance, seq, openingAt };
  const { mediaType, head, row, foot } = FILE_FORMATS[format];

  async function* pieces(): AsyncGenerator<string, void> {
    let text = head(exported, filter, now, timeZone);
    for await (const items of matchingPages(redis, ref, filter, seq + 1, edits)) {
      yield text + items.map((entry) => row(entry, exported, timeZone)).join('');
      text = '';
    }
    yield foot(exported, now);
  }
  return { name: `${nameOf(account, filter, dayOf(now, timeZone))}.${format}`, mediaType, pieces: pieces() };
}

/** Of the masked number, enough to tell one's accounts apart. */
const DIGITS = 4;

/** Which account and which days, in letters that every system takes: `current-account-0783-2026-11-01-to-2026-11-30`. */
function nameOf({ name, number }: Account, { from, to }: Filter, today: string): string {
  const account =
    foldText(name)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'account';
  const period = from || to ? `${from ?? 'opening'}-to-${to ?? today}` : `to-${today}`;
  return `${account}-${number.slice(-DIGITS)}-${period}`;
}
