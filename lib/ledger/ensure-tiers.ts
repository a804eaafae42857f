import type { AccountRef } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, BALANCE_TIERS, keys, RAW_SAMPLES_KEPT_MS } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';

const script = luaScript('lib/ledger/ensure-tiers.lua');

/**
 * Makes the tiers of the balance that an account of an earlier build lacks, with what its series holds. One script: an
 * EXISTS a tier, O(1), and for a missing one TS.RANGE and a TS.ADD a bucket, O(entries).
 */
export async function ensureTiers(redis: Redis, ref: AccountRef): Promise<void> {
  await script(
    redis,
    [keys.balanceSeries(ref), ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier))],
    [
      JSON.stringify({
        tiers: BALANCE_TIER_NAMES.map((tier) => BALANCE_TIERS[tier]),
        rawKeptMs: RAW_SAMPLES_KEPT_MS,
      }),
    ],
  );
}
