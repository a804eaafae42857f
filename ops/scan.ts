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

export async function* accountPages(redis: Redis): AsyncGenerator<AccountRef[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}account:*`, COUNT: 1000 })) {
    yield found.flatMap((key) => {
      const [, user = '', account = ''] = KEY.exec(key) ?? [];
      return isUserTag(user) && isAccountId(account) ? [{ user, account }] : [];
    });
  }
}

export async function* paymentPages(redis: Redis): AsyncGenerator<{ user: UserTag; id: PaymentId }[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}payment:*`, COUNT: 1000 })) {
    yield found.flatMap((key) => {
      const [, user = '', id = ''] = KEY.exec(key) ?? [];
      return isUserTag(user) && isPaymentId(id) ? [{ user, id }] : [];
    });
  }
}

/** Users with a document, or with payments on their way. */
export async function* userPages(
  redis: Redis,
  kind: 'user' | 'paymentsOpen' = 'user',
): AsyncGenerator<UserTag[]> {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}${kind}:*`, COUNT: 1000 })) {
    yield found.map((key) => KEY.exec(key)?.[1] ?? '').filter(isUserTag);
  }
}
