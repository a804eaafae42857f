/** A statement: an account over a span of days, with the booked balances at its ends and the matches in between. */
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import { readAccountHash } from '#lib/ledger/accounts.ts';
import { bookedBalanceAt } from '#lib/ledger/read-entries.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { spanOf } from '#lib/search/filter-fields.ts';
import { matchingPages, searchTotals } from '#lib/search/search.ts';

export type Statement = NonNullable<Awaited<ReturnType<typeof readStatement>>>;

/**
 * What a filter matches, newest first and at most `maxRows` entries, and the totals of all matches, with the booked
 * balances before the first and after the last booking of its days, whatever the filter; null without the account. What is
 * pending changes none of it. HGETALL, `bookedBalanceAt` for the ends, and one search for each 500 entries (search.ts).
 */
export async function readStatement(redis: Redis, ref: AccountRef, filter: Filter, maxRows: number) {
  const account = await readAccountHash(redis, ref);
  if (!account) return null;
  const { sinceMs, beforeMs } = spanOf(filter, config().timeZone);
  const balanceBefore = async (atMs: number | undefined, otherwise: number) => {
    if (atMs === undefined) return otherwise;
    return (await bookedBalanceAt(redis, ref, Math.min(atMs - 1, account.lastAt))) ?? account.openingBalance;
  };
  const firstEntries = async () => {
    const found: EntryView[] = [];
    for await (const items of matchingPages(redis, ref, filter, account.seq + 1)) {
      found.push(...items);
      if (found.length >= maxRows) break;
    }
    return found.slice(0, maxRows);
  };
  const [openingMinor, closingMinor, totals, entries] = await Promise.all([
    balanceBefore(sinceMs, account.openingBalance),
    balanceBefore(beforeMs, account.balance),
    searchTotals(redis, ref, filter),
    firstEntries(),
  ]);
  return { openingMinor, closingMinor, entries, totals };
}
