/** Changes what a customer says a merchant is; lib/ledger/own-categories.ts reads it. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { categorySchema, counterpartySchema } from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { dropCopies } from '#lib/redis/copies.ts';
import { setField } from '#lib/redis/fields.ts';
import { keys } from '#lib/redis/keys.ts';
import { requireRoom } from '#lib/redis/room.ts';

/** Each search by category names all of them. */
export const MAX_MERCHANTS = 100;

export const merchantCategorySchema = z.strictObject({
  counterparty: counterpartySchema.describe('As entries name it.'),
  category: categorySchema,
});
export type MerchantCategory = z.output<typeof merchantCategorySchema>;

/**
 * Puts all entries of a merchant, past and to come, into a category, and tells open pages. Throws conflict above 100
 * merchants. EVALSHA set-field.lua, O(1), and PUBLISH.
 */
export async function setMerchantCategory(
  redis: Redis,
  user: UserTag,
  { counterparty, category }: MerchantCategory,
): Promise<void> {
  requireRoom();
  const key = keys.categories(user);
  const isSet = await setField(redis, key, {
    field: counterparty,
    value: category,
    maxFields: MAX_MERCHANTS,
  });
  dropCopies(key);
  if (!isSet) {
    throw new BankError(
      'conflict',
      `There are ${MAX_MERCHANTS} merchants with a category of their own already.`,
    );
  }
  await tell(redis, user);
}

/** Puts them back to where they were booked; a merchant without a category of its own stays as it is. HDEL, O(1), and PUBLISH. */
export async function resetMerchantCategory(
  redis: Redis,
  user: UserTag,
  counterparty: string,
): Promise<void> {
  await redis.hDel(keys.categories(user), counterparty);
  dropCopies(keys.categories(user));
  await tell(redis, user);
}

const tell = (redis: Redis, user: UserTag): Promise<number> =>
  redis.publish(keys.signal(user), JSON.stringify({ kind: 'categories' }));
