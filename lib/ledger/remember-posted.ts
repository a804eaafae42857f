/** What a history shares with the postings of its last day. */
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY } from '#lib/time.ts';

/**
 * Makes the ids of a history's last day known as posted, for a day: whoever posts one of them is answered where it is, as
 * after a posting of its own (post.lua). `postings` are to be loaded behind `seq`; called before the load, which may be
 * interrupted and go on. SET for each, O(1).
 */
export async function rememberPosted(
  redis: Redis,
  { user, account }: AccountRef,
  postings: readonly Posting[],
  seq: number,
): Promise<void> {
  const from = (postings.at(-1)?.at ?? 0) - DAY;
  const ofLastDay = postings.flatMap(({ id, at }, index) =>
    at > from ? [[id, `${account}:${seq + 1 + index}`] as const] : [],
  );
  await Promise.all(
    ofLastDay.map(([id, where]) =>
      redis.set(keys.posted(user, id), where, { expiration: { type: 'PX', value: DAY } }),
    ),
  );
}
