/** Puts right what is pending in an account, and what is available beside it. */
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { allReservedMinor } from '#lib/ledger/pending.ts';
import { readStored, type StoredPending } from '#lib/ledger/stored-pending.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';

const script = luaScript('lib/ledger/mend-pending.lua');

/** What was removed, and what is available now. */
export type Mended = { faults: string[]; availableMinor: number };

/**
 * Removes pending transactions that cannot be read, and sets what is available to the balance less what is pending outwards.
 * Null where all of that was right. Safe beside postings. EVALSHA mend-pending.lua, O(1), twice where something is pending.
 * Throws conflict (the account was busy) or internal (it is damaged otherwise); nothing was written then.
 */
export async function mendPending(redis: Redis, ref: AccountRef): Promise<Mended | null> {
  let stored: StoredPending = { type: 'none', json: '' };
  const mended = await retried(async () => {
    const { pending, faults } = readStored(stored);
    const readable = JSON.stringify(Object.fromEntries(pending.map((one) => [one.id, one])));
    const given = {
      type: stored.type,
      seen: stored.json,
      pending: faults.length > 0 ? readable : stored.json,
      reserved: String(allReservedMinor(pending)),
    };
    const answer = (await script(
      redis,
      [keys.account(ref), keys.pending(ref), keys.balanceSeries(ref)],
      [JSON.stringify(given)],
    )) as ['mended' | 'right', number] | ['moved', string, string] | ['refused', string];
    switch (answer[0]) {
      case 'moved':
        stored = { type: answer[1], json: answer[2] };
        return AGAIN;
      case 'refused':
        throw new BankError('internal', 'The account could not be mended.', { cause: new Error(answer[1]) });
      case 'right':
        return null;
      default:
        return { faults, availableMinor: answer[1] };
    }
  });
  if (mended === AGAIN) throw new BankError('conflict', 'The account was busy. Nothing was changed.');
  return mended;
}
