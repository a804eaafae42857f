/** Hashes that hold a customer's own things, of which there may be so many. */
import { RESP_TYPES } from 'redis';
import type { Redis } from '#lib/redis/client.ts';
import { luaScript } from '#lib/redis/scripts.ts';

const script = luaScript('lib/redis/set-field.lua');

/** Sets a field, unless it is a new one above the limit: then false. EVALSHA set-field.lua, O(1). */
export const setField = async (
  redis: Redis,
  key: string,
  options: { field: string; value: string; maxFields: number },
): Promise<boolean> => (await script(redis, [key], [JSON.stringify(options)])) === 1;

/** All fields, also one that has the name of an object's member (`__proto__`), which the client loses. HGETALL, O(fields). */
export async function readFields(redis: Redis, key: string): Promise<Record<string, string>> {
  const pairs: Map<string, string> = await redis.withTypeMapping({ [RESP_TYPES.MAP]: Map }).hGetAll(key);
  return Object.fromEntries(pairs);
}
