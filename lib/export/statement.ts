/** A statement: an account over a span of days, with the balances at its ends and the matches in between. */
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import { readAccountHash } from '#lib/ledger/accounts.ts';
import { firstSeqSince, readEntries } from '#lib/ledger/read-entries.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { spanOf } from '#lib/search/filter-fields.ts';
import { matchingPages, searchTotals, type Totals } from '#lib/search/search.ts';

export type Statement = {
  /** Before the first and after the last booking of the days, whatever the filter. */
  openingMinor: number;
  closingMinor: number;
  /** Newest first, at most `maxRows`. */
  entries: EntryView[];
  /** Of all matches, those beyond `maxRows` included. */
  totals: Totals;
};

/**
 * What a filter matches, at most `maxRows` entries, with the balances at the ends of its days; null without the
 * account. HGETALL, JSON.MGET to find the ends (read-entries.ts), and one search for each 500 entries (search.ts).
 */
export async function readStatement(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  maxRows: number,
): Promise<Statement | null> {
  const account = await readAccountHash(redis, ref);
  if (!account) return null;
  const range = { first: account.openingSeq + 1, last: account.seq };
  const { sinceMs, beforeMs } = spanOf(filter, config().timeZone);
  const balanceBefore = async (atMs: number | undefined, otherwise: number) => {
    if (atMs === undefined) return otherwise;
    const [entry] = await readEntries(redis, ref, [(await firstSeqSince(redis, ref, range, atMs)) - 1]);
    return entry?.balanceAfterMinor ?? account.openingBalance;
  };
  const [openingMinor, closingMinor, totals, entries] = await Promise.all([
    balanceBefore(sinceMs, account.openingBalance),
    balanceBefore(beforeMs, account.balance),
    searchTotals(redis, ref, filter),
    firstEntries(redis, ref, filter, maxRows, range.last + 1),
  ]);
  return { openingMinor, closingMinor, entries, totals };
}

async function firstEntries(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  maxRows: number,
  before: number,
): Promise<EntryView[]> {
  const entries: EntryView[] = [];
  for await (const items of matchingPages(redis, ref, filter, before)) {
    entries.push(...items);
    if (entries.length >= maxRows) break;
  }
  return entries.slice(0, maxRows);
}
