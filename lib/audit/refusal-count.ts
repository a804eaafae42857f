/** Repeated refusals: the trail names the first of an hour, a counter holds the rest. */
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

/** How often it was in all, for an entry that names a counter. GET, O(1). */
export async function refusalsOf(redis: Redis, user: UserTag, counter: string): Promise<number> {
  return Number((await redis.get(keys.refused(user, counter))) ?? 1);
}
