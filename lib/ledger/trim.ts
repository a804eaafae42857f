/** Bounds an account: its oldest entries move into the opening. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { entryCount, seqRange } from '#lib/ledger/read-entries.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';

/** Entries that go in one script: about 2 ms of Redis. Fewer cost more an entry: alone, one costs as much as a posting. */
export const TRIM_BATCH = 50;

const script = luaScript('lib/ledger/trim.lua');

const months = z.array(z.tuple([z.string()]).nullable());

/**
 * Leaves at most `keep` entries, at least one: the oldest move into the opening, in scripts that each keep every invariant.
 * Safe beside postings and other trims. Answers how many were removed. Per 50: HMGET, JSON.MGET and EVALSHA trim.lua,
 * O(entries · log counterparties).
 */
export async function trimAccount(redis: Redis, ref: AccountRef, keep: number): Promise<number> {
  const bound = Math.max(1, keep);
  let [removed, wanted] = [0, Number.POSITIVE_INFINITY];
  for (;;) {
    const range = await seqRange(redis, ref);
    // What is booked in between waits for the next batch.
    wanted = Math.min(wanted, entryCount(range) - bound + removed);
    const count = Math.min(wanted - removed, TRIM_BATCH);
    if (count <= 0) return removed;
    removed += await trimOldest(redis, ref, range.first, count);
  }
}

async function trimOldest(redis: Redis, ref: AccountRef, first: number, count: number): Promise<number> {
  const entries = Array.from({ length: count }, (_, at) => keys.entry(ref, first + at));
  // The script refuses a missing entry.
  const found = months.parse(await redis.json.mGet(entries, '$.month'));
  const named = [...new Set(found.flatMap((row) => row ?? []))];
  const answer = (await script(
    redis,
    [
      keys.account(ref),
      keys.totals(ref),
      keys.spenders(ref),
      ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier)),
      ...entries,
      ...named.map((month) => keys.spenders(ref, month)),
    ],
    [JSON.stringify({ openingSeq: first - 1, months: named, tiers: BALANCE_TIER_NAMES.length })],
  )) as ['trimmed', number] | ['moved'] | ['refused', string];
  if (answer[0] === 'refused') {
    throw new BankError('internal', 'The account could not be trimmed.', { cause: new Error(answer[1]) });
  }
  // Another worker trimmed; the next round does the rest.
  return answer[0] === 'trimmed' ? answer[1] : 0;
}
