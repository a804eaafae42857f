/**
 * A person's recent searches on all devices: a sorted set by time, each text once, for ninety days after the last
 * search. Private: no staff command reads it, and neither audit log nor log mentions it.
 */
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { MAX_QUERY } from '#lib/search/filter-limits.ts';
import { DAY, MINUTE } from '#lib/time.ts';

export const MAX_SEARCHES = 8;
const UNFINISHED_MS = 2 * MINUTE;
const KEPT_MS = 90 * DAY;

export const searchTextSchema = z
  .string()
  .max(MAX_QUERY)
  .transform((text) => text.trim().replace(/\s+/g, ' '))
  .refine((text) => text !== '', 'is empty')
  .refine((text) => !/\p{C}/u.test(text), 'has control characters');

const script = luaScript('lib/views/remember-search.lua');

/** Newest first, at most eight. ZRANGE REV, O(8). */
export const recentSearches = (redis: Redis, user: UserTag): Promise<string[]> =>
  redis.zRange(keys.searches(user), 0, -1, { REV: true });

/** Puts a text on top and evicts the oldest. EVALSHA remember-search.lua, O(8). */
export async function rememberSearch(redis: Redis, user: UserTag, text: string): Promise<void> {
  const options = { text, maxSearches: MAX_SEARCHES, unfinishedMs: UNFINISHED_MS, keptMs: KEPT_MS };
  await script(redis, [keys.searches(user)], [JSON.stringify(options)]);
}

/** Forgets one text, or all; unknown ones are ignored. ZREM or DEL, O(8). */
export async function forgetSearches(redis: Redis, user: UserTag, text?: string): Promise<void> {
  if (text === undefined) await redis.del(keys.searches(user));
  else await redis.zRem(keys.searches(user), text);
}
