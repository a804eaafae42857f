/** The export of an account. */

import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { type ExportFormat, exportEntries, FILE_FORMATS } from '#lib/export/export.ts';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef } from '#lib/ids.ts';
import { type Account, readAccountHash } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import type { Filter } from '#lib/search/filter.ts';
import { dayOf } from '#lib/time.ts';

export type ExportFile = { name: string; mediaType: string; pieces: AsyncGenerator<string, void> };

/** The file of a filter's matches, of the account as it is now. */
export async function exportOf(
  { ref, account }: { ref: AccountRef; account: Account },
  { format, edits, ...filter }: Filter & { format: ExportFormat; edits?: readonly number[] },
): Promise<ExportFile> {
  const redis = webRedis();
  const { timeZone } = config();
  const [hash, now] = await Promise.all([readAccountHash(redis, ref), redisNow(redis)]);
  if (!hash) throw new BankError('not_found', 'There is no such account.');
  const { openingAt, balance, seq } = hash;
  return {
    name: `${nameOf(account, filter, dayOf(now, timeZone))}.${format}`,
    mediaType: FILE_FORMATS[format].mediaType,
    pieces: exportEntries(redis, {
      ref,
      filter,
      edits,
      format,
      now,
      timeZone,
      account: { ...account, balanceMinor: balance, seq, openingAt },
    }),
  };
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
