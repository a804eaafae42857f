/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import type { Redis } from '#lib/redis/client.ts';
import { accountPages } from './scan.ts';

/** One script an account, O(1) where nothing is missing. */
export async function upgradeData(redis: Redis): Promise<void> {
  for await (const refs of accountPages(redis)) await Promise.all(refs.map((ref) => ensureTiers(redis, ref)));
}
