/** What an account names of its last entries: the last bookings, and how far the day's plan is. posting.lua writes both. */
import type { AccountRef } from '#lib/ids.ts';
import { LAST_BOOKED } from '#lib/ledger/holds.ts';
import { isPlanned } from '#lib/ledger/ledger-entry.ts';
import { readLedger, seqRange, seqsBelow } from '#lib/ledger/read-entries.ts';
import type { LedgerEntry } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';

const CHUNK = 500;

/** Two days of ticks: a worker's plan has entries every day. */
const MOST_LOOKED_AT = 20_000;

const script = luaScript('lib/ledger/name-last.lua');

/** `at` in milliseconds. */
export type LastPlanned = { id: string; at: number };

/** As the account's hash has it: `plan-current-2026-11-28-3 1795824000000`; null before the first. */
export function plannedIn(text: string): LastPlanned | null {
  const [id = '', at = ''] = text.split(' ');
  return id ? { id, at: Number(at) } : null;
}

/** What `planned` is after the entry; null of one that is of no plan. */
export const plannedAs = ({ id, transactionType: type, transactionDate }: LedgerEntry): string | null =>
  isPlanned({ id, type }) ? `${id} ${transactionDate}` : null;

/**
 * The last entry of a day's plan, null where there is none. HGET, O(1); where an earlier build named none, JSON.MGET of
 * the last 20,000 entries at most, and TS.REVRANGE of what trimming left.
 */
export async function lastPlanned(redis: Redis, ref: AccountRef): Promise<LastPlanned | null> {
  const named = await redis.hGet(keys.account(ref), 'planned');
  return plannedIn(named ?? (await lastOf(redis, ref, MOST_LOOKED_AT)).planned);
}

/**
 * Makes an account name its last entries as they are, whatever an earlier build did not name. Answers whether anything was
 * wrong, or may be, since entries kept coming. JSON.MGET of 500 entries, or of 8,640 for each day of ticks, and one script.
 */
export async function nameLast(redis: Redis, ref: AccountRef): Promise<boolean> {
  const answer = await retried(async () => {
    const { seq, booked, planned } = await lastOf(redis, ref);
    const given = { seq: String(seq), booked: booked.join(' '), planned };
    const answer = await script(redis, [keys.account(ref)], [JSON.stringify(given)]);
    return answer === 'moved' ? AGAIN : answer;
  });
  return answer !== 'same';
}

async function lastOf(redis: Redis, ref: AccountRef, most = Number.POSITIVE_INFINITY) {
  const range = await seqRange(redis, ref);
  const booked: number[] = [];
  let planned = '';
  let before = range.last + 1;
  for (let looked = 0; looked < most && (booked.length < LAST_BOOKED || !planned); looked += CHUNK) {
    const seqs = await seqsBelow(redis, ref, range, { before, limit: CHUNK });
    if (seqs.length === 0) break;
    before = seqs.at(-1) ?? 0;
    for (const entry of await readLedger(redis, ref, seqs)) {
      if (entry.transactionType !== 'hold' && booked.length < LAST_BOOKED) booked.unshift(entry.seq);
      planned ||= plannedAs(entry) ?? '';
    }
  }
  return { seq: range.last, booked, planned };
}
