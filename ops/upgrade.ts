/** Brings the data of earlier builds to what this one reads. Running it again changes nothing. */
import { upgradeUser } from '#lib/identity/upgrade-user.ts';
import type { AccountRef } from '#lib/ids.ts';
import { noteNumber } from '#lib/ledger/account-numbers.ts';
import { accountHashSchema } from '#lib/ledger/accounts.ts';
import { ensureTiers } from '#lib/ledger/ensure-tiers.ts';
import { mendPending } from '#lib/ledger/mend-pending.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys, PREFIX } from '#lib/redis/keys.ts';
import { accountPages, userPages } from './scan.ts';

/** Says that every account has what this build reads, and that no process of an earlier build has written since. */
export const ACCOUNTS_UPGRADED = 'accountsUpgraded';

/**
 * Three scripts and a few reads an account, until it was run without finding one to change: a process of an earlier build
 * may have written after the last time. A script a user, O(1) where nothing is missing.
 */
export async function upgradeData(redis: Redis): Promise<void> {
  if (!(await redis.hExists(keys.deployed(), ACCOUNTS_UPGRADED))) {
    let isRight = true;
    for await (const refs of accountPages(redis)) {
      const changed = await Promise.all(refs.map((ref) => upgradeAccount(redis, ref)));
      isRight &&= !changed.includes(true);
    }
    if (isRight) await redis.hSet(keys.deployed(), ACCOUNTS_UPGRADED, '1');
  }
  for await (const users of userPages(redis))
    await Promise.all(users.map((user) => upgradeUser(redis, user)));
}

/** Answers whether its numbers had to be changed. */
async function upgradeAccount(redis: Redis, ref: AccountRef): Promise<boolean> {
  await ensureTiers(redis, ref);
  const hash = await redis.hGetAll(keys.account(ref));
  if (hash.number) await noteNumber(redis, ref, hash.number);
  const unknown = Object.keys(hash).filter((field) => !Object.hasOwn(accountHashSchema.shape, field));
  if (unknown.length > 0) await redis.hDel(keys.account(ref), unknown);
  // Which entries a trimmed account still had.
  await redis.unlink(`${PREFIX}kept:{${ref.user}}:${ref.account}`);
  return (await mendPending(redis, ref)) !== null || unknown.length > 0;
}
