/** The one way money moves: a single script per entry (post.lua). */
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { AccountId, AccountRef } from '#lib/ids.ts';
import { holdsAfter, isHold, MAX_OPEN_HOLDS, type OpenHold, openHold, seqsIn } from '#lib/ledger/holds.ts';
import {
  isPlanned,
  ledgerEntry,
  type Owner,
  type Posting,
  postingSchema,
  viewWithoutBalance,
} from '#lib/ledger/ledger-entry.ts';
import { readLedger } from '#lib/ledger/read-entries.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { DAY } from '#lib/time.ts';

const IDEMPOTENCY_MS = DAY;
const STREAM_LENGTH = 1000;

const script = luaScript('lib/ledger/post.lua');

/** What a posting needs of its account, as of `seq`: a guess that the script checks. */
export type Head = Owner & { seq: number; holds: readonly OpenHold[] };

export type Booked =
  | {
      status: 'booked';
      seq: number;
      balanceMinor: number;
      /** How many the account has now. */
      entries: number;
      streamId: string;
      /** Of the account now, for the next posting. */
      head: Head;
    }
  /** The id was posted before, within a day; nothing was written. `account` is where. */
  | { status: 'already'; seq: number; account: AccountId };

/** Fields of an account: what payments and own transfers took from it, and brought, since it was opened. They only grow. */
type PaidField = 'paidOut' | 'paidIn';

/** Why a posting was not booked: there is no account, another one came between, its time is not after the last, or a fault. */
export type NotBooked = ['unknown'] | ['moved', number, number] | ['late', number] | ['refused', string];

type Answer = ['booked', number, number, number, string] | ['already', AccountId, number] | NotBooked;

const unknownAccount = () => new BankError('not_found', 'There is no such account.');

/**
 * Reads what postings need of an account: HMGET and, where holds are open, one JSON.MGET of at most six. Throws not_found
 * for an account that does not exist.
 */
export async function readHead(redis: Redis, ref: AccountRef): Promise<Head> {
  const [seq, number, name, holds] = await redis.hmGet(keys.account(ref), ['seq', 'number', 'name', 'holds']);
  if (!seq || !number || !name) throw unknownAccount();
  const open = await readLedger(redis, ref, seqsIn(holds));
  return { seq: Number(seq), number, name, holds: open.map(openHold) };
}

/**
 * Posts one entry exactly once: entry, balance series, account, totals, spenders, live stream and wake-up, all or
 * nothing. The same id again within a day books nothing and answers where the entry is, so a caller without an answer
 * simply repeats.
 *
 * `at` is moved to one millisecond after the account's last entry when it is not later: an account's time never goes
 * back. `head`, when given, saves a read; it may be stale. A posting that follows from what is open on the account is given
 * as a function of the head, and follows from a new one when others posted meanwhile.
 *
 * Throws not_found (no such account), conflict (others kept posting; nothing was booked) or internal (a damaged key,
 * or an amount that does not fit). HMGET unless given a head, then EVALSHA post.lua, O(log counterparties); both again
 * for each posting that came between.
 */
export async function postEntry(
  redis: Redis,
  ref: AccountRef,
  posting: Posting | ((head: Head) => Posting),
  known?: Head,
): Promise<Booked> {
  const derived = typeof posting === 'function';
  let head = known ?? (await readHead(redis, ref));
  let wanted = postingSchema.parse(derived ? posting(head) : posting);
  const notBefore = (at: number) => {
    wanted = { ...wanted, at: Math.max(wanted.at, at) };
  };
  const outcome = await retried(async () => {
    const answer = await send(redis, ref, head, wanted, 'live');
    switch (answer[0]) {
      case 'booked':
        return booked(answer, head, wanted);
      case 'already':
        return { status: 'already' as const, account: answer[1], seq: answer[2] };
      case 'moved':
        head = derived ? await readHead(redis, ref) : { ...head, seq: answer[1] };
        if (derived) wanted = postingSchema.parse(posting(head));
        // Both at once: a busy account would move again.
        notBefore(answer[2] + 1);
        return AGAIN;
      case 'late':
        notBefore(answer[1] + 1);
        return AGAIN;
      case 'unknown':
        throw unknownAccount();
      case 'refused':
        throw new BankError('internal', 'The entry could not be booked.', { cause: new Error(answer[1]) });
    }
  });
  if (outcome !== AGAIN) return outcome;
  throw new BankError('conflict', 'The account was busy. Nothing was booked; please try again.');
}

/**
 * Loads past entries in time order, without stream, wake-up and idempotency key. Nothing else may post to the account
 * meanwhile: a moved seq stops the load with a conflict, and earlier entries stay. The commands of a chunk are sent
 * together.
 */
export async function postHistory(
  redis: Redis,
  ref: AccountRef,
  postings: readonly Posting[],
  onProgress: (booked: number) => void = () => {},
): Promise<void> {
  const CHUNK = 200;
  const head = await readHead(redis, ref);
  // The first call alone loads the script.
  for (let from = 0; from < postings.length; ) {
    const chunk = postings.slice(from, from + (from === 0 ? 1 : CHUNK));
    const answers = await Promise.all(
      chunk.map((posting, index) =>
        send(redis, ref, { ...head, seq: head.seq + from + index }, posting, 'quiet'),
      ),
    );
    const failed = answers.find((answer) => answer[0] !== 'booked');
    if (failed) throw new BankError('conflict', `The history could not be loaded: ${failed.join(' ')}.`);
    from += chunk.length;
    onProgress(chunk.length);
  }
}

/**
 * What posting.lua takes, for every script that books: keys and arguments of `posting` as the entry after `owner.seq`, each
 * a list that a script's own ones follow.
 */
export function postingCall(
  ref: AccountRef,
  owner: Owner & { seq: number },
  posting: Posting,
  paid: PaidField | '' = '',
): { keys: string[]; args: string[] } {
  const entry = ledgerEntry(ref, owner, posting, owner.seq + 1, config().timeZone);
  return {
    keys: [
      keys.account(ref),
      keys.entry(ref, entry.seq),
      keys.balanceSeries(ref),
      keys.totals(ref),
      keys.spenders(ref),
      keys.spenders(ref, entry.month),
      keys.stream(ref.user),
      keys.entry(ref, posting.releases ?? entry.seq),
    ],
    args: [
      String(owner.seq),
      String(entry.amount),
      entry.direction,
      posting.releases === undefined ? '' : String(posting.releases),
      String(MAX_OPEN_HOLDS),
      String(entry.transactionDate),
      entry.counterparty,
      entry.month,
      JSON.stringify(entry),
      JSON.stringify({ ...viewWithoutBalance(ref, entry), ...(isHold(posting) ? { pending: true } : {}) }),
      ref.account,
      keys.live(ref.user),
      String(STREAM_LENGTH),
      paid,
      isPlanned(posting) ? posting.id : '',
    ],
  };
}

async function send(
  redis: Redis,
  ref: AccountRef,
  head: Head,
  posting: Posting,
  mode: 'live' | 'quiet',
): Promise<Answer> {
  const call = postingCall(ref, head, posting);
  const answer = await script(
    redis,
    [...call.keys, keys.posted(ref.user, posting.id)],
    [...call.args, mode, String(IDEMPOTENCY_MS)],
  );
  return answer as Answer;
}

const booked = (
  [status, seq, balanceMinor, entries, streamId]: Extract<Answer, ['booked', ...unknown[]]>,
  head: Head,
  posting: Posting,
): Booked => ({
  status,
  seq,
  balanceMinor,
  entries,
  streamId,
  head: { ...head, seq, holds: holdsAfter(head.holds, posting, seq) },
});
