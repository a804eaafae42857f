/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import type { Redis } from '#lib/redis/client.ts';
import { accountPages, userPages } from './scan.ts';

/** One script an account and a user, O(1) where nothing is missing. */
export async function upgradeData(redis: Redis): Promise<void> {
  for await (const refs of accountPages(redis)) await Promise.all(refs.map((ref) => ensureTiers(redis, ref)));
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
}
