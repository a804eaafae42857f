/**
 * What a customer says a merchant is. The ledger is immutable and keeps what was booked: this stands beside it, and is
 * applied when entries are read.
 */
import type { UserTag } from '#lib/ids.ts';
import type { OwnCategories } from '#lib/ledger/categorised.ts';
import type { Redis } from '#lib/redis/client.ts';
import { copied } from '#lib/redis/copies.ts';
import { readFields } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';

/** Of all the customer's accounts. HGETALL, O(100), or a copy. */
export const ownCategories = (redis: Redis, user: UserTag): Promise<OwnCategories> =>
  copied(redis, keys.categories(user), 'categories', () => readFields(redis, keys.categories(user)));
