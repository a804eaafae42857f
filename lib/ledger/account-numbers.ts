/** Whose an account number is, a key of its own, since who pays knows the number alone; and closing what it names. */
import { BankError } from '#lib/errors.ts';
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { keys, scopeOf } from '#lib/redis/keys.ts';

/** The account of a number. GET, O(1). Null for a number that is nobody's. */
export async function findAccount(redis: Redis, number: string): Promise<AccountRef | null> {
  const [user = '', account = ''] = (await redis.get(keys.accountNumber(number)))?.split(':') ?? [];
  return isUserTag(user) && isAccountId(account) ? { user, account } : null;
}

/**
 * Makes an account found by its number, unless the number is that of another account that exists. Not atomic: a number
 * is given once, by whoever opens accounts. GET, EXISTS and SET, O(1).
 */
export async function noteNumber(redis: Redis, ref: AccountRef, number: string): Promise<void> {
  const known = await findAccount(redis, number);
  if (known && (scopeOf(known) === scopeOf(ref) || (await redis.exists(keys.account(known))))) return;
  await redis.set(keys.accountNumber(number), scopeOf(ref));
}

/**
 * Closes an account for good: it takes no more payments and transfers. What it has can still be paid out, and what comes
 * back of its own payments comes back to it, so that nobody's money is locked in. Answers whether it was open. Throws
 * not_found. EXISTS and HSETNX, O(1).
 */
export async function closeAccount(redis: Redis, ref: AccountRef): Promise<boolean> {
  if (!(await redis.exists(keys.account(ref)))) throw new BankError('not_found', 'There is no such account.');
  const now = Math.round(await redisNow(redis));
  return Boolean(await redis.hSetNX(keys.account(ref), 'closed', String(now)));
}
