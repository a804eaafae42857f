/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import type { AccountRef } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { accountPages, userPages } from './scan.ts';

/** A script and two reads an account, a script a user, O(1) where nothing is missing. */
export async function upgradeData(redis: Redis): Promise<void> {
  for await (const refs of accountPages(redis)) {
    await Promise.all(refs.flatMap((ref) => [ensureTiers(redis, ref), ensureNumber(redis, ref)]));
  }
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
}

async function ensureNumber(redis: Redis, ref: AccountRef): Promise<void> {
  const number = await redis.hGet(keys.account(ref), 'number');
  if (number) await noteNumber(redis, ref, number);
}
