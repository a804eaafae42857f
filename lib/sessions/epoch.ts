/**
 * A user's epoch: a number copied into each new session, and raised to end them all. Without an epoch the user cannot
 * sign in.
 */
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { copied } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';

const FIRST_EPOCH = '1';

/** For scripts that write only while the epoch is the one that their caller read. */
export const epochKey = keys.epoch;

/** Creates the epoch of a new user. SET NX, O(1): a raised epoch never goes back. */
export async function createEpoch(redis: Redis, user: UserTag): Promise<void> {
  await redis.set(keys.epoch(user), FIRST_EPOCH, { condition: 'NX' });
}

/** Read it before the credential; null for a user that is gone. GET, O(1), or a copy. */
export const readEpoch = (redis: Redis, user: UserTag): Promise<string | null> =>
  copied(redis, keys.epoch(user), 'epoch', () => redis.get(keys.epoch(user)));

/** Takes back what `createEpoch` made. DEL, O(1). */
export async function removeEpoch(redis: Redis, user: UserTag): Promise<void> {
  await redis.del(keys.epoch(user));
}
