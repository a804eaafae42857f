import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';

const script = luaScript('lib/identity/upgrade-user.lua');

/**
 * Brings a user of an earlier build to today's shape: the session policy stands in the document, preferences in a key
 * of their own. One script: JSON.GET, JSON.SET … NX, HSETNX, O(1).
 */
export async function upgradeUser(redis: Redis, user: UserTag): Promise<void> {
  await script(redis, [keys.user(user), keys.preferences(user)], []);
}
