/** What Redis holds of the bank, key by key: so that a request which must change nothing can be held to it. */
import type { Redis } from '#lib/redis/client.ts';

/**
 * A page of keys at a time, each with a digest of its value, of names below ARGV[3] alone without one; sessions as they
 * are, and requests without when they were read.
 */
const PAGE = `
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 500)
local found = {}
for _, key in ipairs(page[2]) do
  found[#found + 1] = key
  if string.sub(key, 1, #ARGV[3]) == ARGV[3] then
    found[#found + 1] = ''
  elseif string.find(key, '^redisBank:session:') then
    found[#found + 1] = redis.call('JSON.GET', key) or ''
  elseif key == 'redisBank:paymentRequests' then
    found[#found + 1] = cjson.encode(redis.call('XRANGE', key, '-', '+'))
  else
    found[#found + 1] = redis.sha1hex(redis.call('DUMP', key) or '') .. redis.call('PEXPIRETIME', key)
  end
end
return { page[1], found }`;

/** The counters of tries: what protects the sign-in is the one thing that an anonymous request may write. */
const COUNTERS = /^redisBank:throttle:/;
/** That its user was there is noted in the session; that is what activity is. */
const ACTIVITY = ['lastActiveAt', 'idleExpiresAt'];

export type State = { written: string; values: Map<string, string> };

/** Of fifty keys, all but one. */
const ENTRIES = 'redisBank:bankTransaction:';
const NONE = '-';

/**
 * What is in the entries is read by `readEntries` alone, once before all rows and once after: it takes ten times as long
 * as the rest.
 */
export async function readState(redis: Redis, known?: State): Promise<State> {
  const written = await writesOf(redis);
  // Nothing was written since: what was read then still holds.
  if (known?.written === written) return known;
  return { written, values: await valuesOf(redis, 'redisBank:*', ENTRIES) };
}

/** Each entry with a digest of its document. */
export const readEntries = async (redis: Redis): Promise<State> => ({
  written: '',
  values: await valuesOf(redis, `${ENTRIES}*`, NONE),
});

async function valuesOf(redis: Redis, names: string, unread: string): Promise<State['values']> {
  const values: State['values'] = new Map();
  let cursor = '0';
  do {
    const [next, found] = (await redis.eval(PAGE, { keys: [], arguments: [cursor, names, unread] })) as [
      string,
      string[],
    ];
    for (let at = 0; at < found.length; at += 2) {
      const [key = '', value = ''] = found.slice(at, at + 2);
      if (!COUNTERS.test(key)) values.set(key, value.startsWith('{"') ? withoutActivity(value) : value);
    }
    cursor = String(next);
  } while (cursor !== '0');
  return values;
}

/** Redis counts its own writes: reading that costs nothing, where reading every key takes a while. */
async function writesOf(redis: Redis): Promise<string> {
  const info = await redis.info('persistence');
  return (info.match(/^rdb_(?:changes_since_last_save|last_save_time):\d+/gm) ?? []).join();
}

function withoutActivity(document: string): string {
  const members = Object.entries(JSON.parse(document) as Record<string, unknown>);
  return JSON.stringify(members.filter(([name]) => !ACTIVITY.includes(name)));
}

/** What became of which key, in words; empty when nothing changed. */
export function changesBetween(before: State, after: State): string[] {
  const changes: string[] = [];
  for (const [key, value] of after.values) {
    if (!before.values.has(key)) changes.push(`made ${key}`);
    else if (before.values.get(key) !== value) changes.push(`changed ${key}`);
  }
  for (const key of before.values.keys()) if (!after.values.has(key)) changes.push(`removed ${key}`);
  return changes.sort();
}
