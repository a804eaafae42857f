/** The export of accounts: all matches of a filter as a stream. */

import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { csvFormat, csvTogether } from '#lib/export/csv.ts';
import type { FileFormat } from '#lib/export/file-format.ts';
import { ofxFormat } from '#lib/export/ofx.ts';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef, UserTag } from '#lib/ids.ts';
import { type Account, readAccountHash } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { type ListPage, type ListRequest, searchAccounts } from '#lib/search/all-accounts.ts';
import type { Filter } from '#lib/search/filter.ts';
import { matchingPages } from '#lib/search/search.ts';
import { dayOf } from '#lib/time.ts';

export const EXPORT_FORMATS = ['csv', 'ofx'] as const;
type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type ExportedFile = { name: string; mediaType: string; pieces: AsyncGenerator<string, void> };

const FILE_FORMATS: Record<ExportFormat, FileFormat> = { csv: csvFormat, ofx: ofxFormat };

/**
 * The file of a filter's matches, of the account as it is now. Its text comes piece by piece: exactly the entries that
 * the list shows for the same filter, newest first, and nothing pending. One search (search.ts) for each 500 rows. A reader that stops ends
 * the work; a failure in the middle throws, since a partial file must not pass for the whole.
 */
export async function exportOf(
  { ref, account }: { ref: AccountRef; account: Account },
  { format, edits, ...filter }: Filter & { format: ExportFormat; edits?: readonly number[] },
): Promise<ExportedFile> {
  const redis = webRedis();
  const { timeZone } = config();
  const [hash, now] = await Promise.all([readAccountHash(redis, ref), redisNow(redis)]);
  if (!hash) throw new BankError('not_found', 'There is no such account.');
  const { openingAt, balance, available, seq } = hash;
  const exported = { ...account, balanceMinor: balance, availableMinor: available, seq, openingAt };
  const { mediaType, head, row, foot } = FILE_FORMATS[format];

  async function* pieces(): AsyncGenerator<string, void> {
    let text = head(exported, filter, now, timeZone);
    for await (const items of matchingPages(redis, ref, filter, seq + 1, edits)) {
      yield text + items.map((entry) => row(entry, exported, timeZone)).join('');
      text = '';
    }
    yield foot(exported, filter, now, timeZone);
  }
  return {
    name: `${accountName(account)}-${periodOf(filter, dayOf(now, timeZone))}.${format}`,
    mediaType,
    pieces: pieces(),
  };
}

/** Rows a search, where all are wanted. */
const PAGE = 500;

/**
 * As `exportOf`, one CSV of these accounts of a customer, with the name of its account in each row: what the list shows over
 * all of them, in its order. One search of each account for 500 rows.
 */
export async function exportTogether(
  user: UserTag,
  accounts: readonly Account[],
  { edits, ...filter }: Filter & { edits?: readonly number[] },
): Promise<ExportedFile> {
  const redis = webRedis();
  const { timeZone } = config();
  const now = await redisNow(redis);
  const byId = new Map<string, Account>(accounts.map((account) => [account.id, account]));
  const refs = accounts.map(({ id }) => ({ user, account: id }));
  const { mediaType, head, row } = csvTogether;

  async function* pieces(): AsyncGenerator<string, void> {
    let text = head();
    let page: ListRequest | null = { limit: PAGE, edits };
    while (page) {
      const found: ListPage = await searchAccounts(redis, refs, filter, page);
      yield text + found.items.map((entry) => row(entry, byId.get(entry.account), timeZone)).join('');
      text = '';
      page = found.next === null ? null : { ...page, before: found.next, edits: page.edits ?? found.edits };
    }
  }
  const [only] = accounts;
  const name = only && accounts.length === 1 ? accountName(only) : 'all-accounts';
  return { name: `${name}-${periodOf(filter, dayOf(now, timeZone))}.csv`, mediaType, pieces: pieces() };
}

/** Of the masked number, enough to tell one's accounts apart. */
const DIGITS = 4;

/** In letters that every system takes: `current-account-0783`. */
function accountName({ name, number }: Account): string {
  const account =
    foldText(name)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'account';
  return `${account}-${number.slice(-DIGITS)}`;
}

/** Which days: `2026-11-01-to-2026-11-30`. */
const periodOf = ({ from, to }: Filter, today: string): string =>
  from || to ? `${from ?? 'opening'}-to-${to ?? today}` : `to-${today}`;
