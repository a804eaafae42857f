/** All keys of a kind, a page at a time: SCAN, O(keys of the database). Some may come twice. */
import {
  type AccountRef,
  isAccountId,
  isPaymentId,
  isUserTag,
  type PaymentId,
  type UserTag,
} from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { PREFIX } from '#lib/redis/keys.ts';

/** Of `redisBank:<kind>:{U}` or `redisBank:<kind>:{U}:<A>`, a payment's id in its place. */
const KEY = /^redisBank:\w+:\{([^}]+)\}(?::(.+))?$/;

/** What `read` makes of the keys of a kind, which have a user and may have an id; nothing of other keys. */
async function* pagesOf<Found>(
  redis: Redis,
  kind: string,
  read: (user: UserTag, id: string) => Found | null,
): AsyncGenerator<Found[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}${kind}:*`, COUNT: 1000 })) {
    yield found
      .map((key) => {
        const [, user = '', id = ''] = KEY.exec(key) ?? [];
        return isUserTag(user) ? read(user, id) : null;
      })
      .filter((one) => one !== null);
  }
}

export const accountPages = (redis: Redis): AsyncGenerator<AccountRef[]> =>
  pagesOf(redis, 'account', (user, account) => (isAccountId(account) ? { user, account } : null));

export const paymentPages = (redis: Redis): AsyncGenerator<{ user: UserTag; id: PaymentId }[]> =>
  pagesOf(redis, 'payment', (user, id) => (isPaymentId(id) ? { user, id } : null));

/** Users with a document, or with payments on their way. */
export const userPages = (redis: Redis, kind: 'user' | 'paymentsOpen' = 'user'): AsyncGenerator<UserTag[]> =>
  pagesOf(redis, kind, (user) => user);
