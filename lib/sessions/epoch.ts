/**
 * A user's epoch: a number that a session carries from its creation on, and that rises to end them all. Without one
 * nobody can sign in.
 */
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/connect.ts';
import { keys } from '#lib/redis/keys.ts';

const FIRST_EPOCH = '1';

/** For scripts that write only while it is the one that their caller read. */
export const epochKey = keys.epoch;

/** Makes a user known to the layer. SET NX, O(1): an epoch that was raised never goes back. */
export async function createEpoch(redis: Redis, user: UserTag): Promise<void> {
  await redis.set(keys.epoch(user), FIRST_EPOCH, { condition: 'NX' });
}

/** To be read before the credential is; null for a user that is gone. GET, O(1). */
export const readEpoch = (redis: Redis, user: UserTag): Promise<string | null> => redis.get(keys.epoch(user));

/** Takes back what `createEpoch` made. DEL, O(1). */
export async function removeEpoch(redis: Redis, user: UserTag): Promise<void> {
  await redis.del(keys.epoch(user));
}
