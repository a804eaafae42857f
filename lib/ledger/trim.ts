/** Bounds an account: the oldest entries above a number are removed. */
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { openSeqs } from '#lib/ledger/holds.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';

/** Entries in one script: about 2 ms of Redis. Fewer cost more an entry: alone, one costs as much as a posting. */
export const TRIM_BATCH = 50;

const script = luaScript('lib/ledger/trim.lua');

/**
 * Leaves at most `keep` entries (at least one, and those from the oldest open hold on), removing the oldest in scripts
 * of 50 that each keep every invariant: opening seq, balance and time move; totals, spenders and series lose what
 * those entries added. Safe beside postings and other trims. Answers how many were removed. Per 50: JSON.MGET of
 * months and EVALSHA trim.lua, O(entries · log counterparties).
 */
export async function trimAccount(redis: Redis, ref: AccountRef, keep: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const [seq, openingSeq, holds] = await redis.hmGet(keys.account(ref), ['seq', 'openingSeq', 'holds']);
    const [first, last] = [Number(openingSeq ?? 0) + 1, Number(seq ?? 0)];
    const [oldestHold = last] = openSeqs(holds);
    const excess = Math.min(last - first + 1 - Math.max(1, keep), oldestHold - first);
    if (excess <= 0) return removed;
    removed += await trimOldest(redis, ref, first, Math.min(excess, TRIM_BATCH));
  }
}

async function trimOldest(redis: Redis, ref: AccountRef, first: number, count: number): Promise<number> {
  const entries = Array.from({ length: count }, (_, index) => keys.entry(ref, first + index));
  const months = await monthsOf(redis, entries);
  const answer = (await script(
    redis,
    [
      keys.account(ref),
      keys.totals(ref),
      keys.spenders(ref),
      keys.balanceSeries(ref),
      ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier)),
      ...entries,
      ...months.map((month) => keys.spenders(ref, month)),
    ],
    [JSON.stringify({ openingSeq: first - 1, months, tiers: BALANCE_TIER_NAMES.length })],
  )) as ['trimmed' | 'moved', number] | ['refused', string];
  if (answer[0] === 'refused') {
    throw new BankError('internal', 'The account could not be trimmed.', { cause: new Error(answer[1]) });
  }
  // Another worker trimmed meanwhile; the next call does the rest.
  return answer[0] === 'trimmed' ? count : 0;
}

/** The months to declare as keys; the script checks them against the entries themselves. */
async function monthsOf(redis: Redis, entries: string[]): Promise<string[]> {
  const found = (await redis.json.mGet(entries, '$.month')) as ([string] | null)[];
  return [...new Set(found.flatMap((month) => month ?? []))];
}
