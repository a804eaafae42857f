/** A statement: an account over a span of days, with the balances at its ends and the matches in between. */
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import { readAccountHash } from '#lib/ledger/accounts.ts';
import { balanceAt } from '#lib/ledger/read-entries.ts';
import type { EntryView } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { FIELD_NAMES, spanOf } from '#lib/search/filter-fields.ts';
import { matchingPages, searchTotals } from '#lib/search/search.ts';

export type Statement = NonNullable<Awaited<ReturnType<typeof readStatement>>>;

/**
 * What a filter matches, newest first and at most `maxRows` entries, and the totals of all matches, with the balances
 * before the first and after the last booking of its days, whatever the filter; null without the account. Holds and their
 * releases are left out unless they are asked for: what they did to the balance of the days is `totals.heldMinor`. HGETALL,
 * TS.REVRANGE … COUNT 1 for the ends, and one search for each 500 entries (search.ts).
 */
export async function readStatement(redis: Redis, ref: AccountRef, filter: Filter, maxRows: number) {
  const account = await readAccountHash(redis, ref);
  if (!account) return null;
  const { sinceMs, beforeMs } = spanOf(filter, config().timeZone);
  const balanceBefore = async (atMs: number | undefined, otherwise: number) => {
    if (atMs === undefined) return otherwise;
    return (await balanceAt(redis, ref, Math.min(atMs - 1, account.lastAt))) ?? account.openingBalance;
  };
  const booked: Filter =
    filter.direction || filter.type === 'hold' ? filter : { ...filter, direction: 'booked' };
  const firstEntries = async () => {
    const found: EntryView[] = [];
    for await (const items of matchingPages(redis, ref, booked, account.seq + 1)) {
      found.push(...items);
      if (found.length >= maxRows) break;
    }
    return found.slice(0, maxRows);
  };
  const [openingMinor, closingMinor, totals, entries] = await Promise.all([
    balanceBefore(sinceMs, account.openingBalance),
    balanceBefore(beforeMs, account.balance),
    searchTotals(redis, ref, booked),
    firstEntries(),
  ]);
  const isOfDays =
    FIELD_NAMES.every((name) => name === 'from' || name === 'to' || !filter[name]) && !filter.q;
  const heldMinor = isOfDays ? closingMinor - openingMinor - totals.netMinor : totals.heldMinor;
  return { openingMinor, closingMinor, entries, totals: { ...totals, heldMinor } };
}
