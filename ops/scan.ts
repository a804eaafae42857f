/** All keys of a kind, a page at a time: SCAN, O(keys of the database). Some may come twice. */
import { type AccountRef, isAccountId, isUserTag, type UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/** Of `redisBank:<kind>:{U}` or `redisBank:<kind>:{U}:<A>`. */
const KEY = /^redisBank:\w+:\{([^}]+)\}(?::(.+))?$/;

export async function* accountPages(redis: Redis): AsyncGenerator<AccountRef[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}account:*`, COUNT: 1000 })) {
    yield found.flatMap((key) => {
      const [, user = '', account = ''] = KEY.exec(key) ?? [];
      return isUserTag(user) && isAccountId(account) ? [{ user, account }] : [];
    });
  }
}

export async function* userPages(redis: Redis): AsyncGenerator<UserTag[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}user:*`, COUNT: 1000 })) {
    yield found.map((key) => KEY.exec(key)?.[1] ?? '').filter(isUserTag);
  }
}
