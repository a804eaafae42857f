/** The accounts the worker posts for, kept as one set: `<U>:<A>`, or `<U>:<A>:spread` for generated customers. */

import { hashText } from '#demo/random.ts';
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { TICK } from '#lib/time.ts';

/** Spread customers are booked in steps of this, so that a batch can be sent together. */
const SLOT_MS = 100;

/** `offsetMs` after each tick is when the account's entry is booked: 0 … 9,900. */
export type Ticking = { ref: AccountRef; offsetMs: number };

/** SADD, O(1). Demo customers tick on the clock's tens, generated ones are spread over the ten seconds. */
export async function addTicking(redis: Redis, ref: AccountRef, spread = false): Promise<void> {
  await redis.sAdd(keys.ticking(), `${ref.user}:${ref.account}${spread ? ':spread' : ''}`);
}

/** SREM, O(1). Workers know within a minute. */
export async function removeTicking(redis: Redis, { user, account }: AccountRef): Promise<void> {
  await redis.sRem(keys.ticking(), [`${user}:${account}`, `${user}:${account}:spread`]);
}

/** SMEMBERS, O(accounts). What is not a well-formed member is left out. */
export async function readTicking(redis: Redis): Promise<Ticking[]> {
  const members = await redis.sMembers(keys.ticking());
  return members.flatMap((member) => {
    const [user = '', account = '', spread] = member.split(':');
    if (!isUserTag(user) || !isAccountId(account)) return [];
    return [{ ref: { user, account }, offsetMs: spread ? offsetOf(user) : 0 }];
  });
}

/** Follows from the tag, so that every worker books a customer at the same moment of each tick. */
const offsetOf = (user: string): number => (hashText(user) % (TICK / SLOT_MS)) * SLOT_MS;
