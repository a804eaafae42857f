/** The one way money is booked: a single script per entry (post.lua). */
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { AccountId, AccountRef } from '#lib/ids.ts';
import {
  ledgerEntry,
  type Owner,
  type Posting,
  postingSchema,
  viewWithoutBalances,
} from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { DAY } from '#lib/time.ts';

const IDEMPOTENCY_MS = DAY;
/** The address of a pending transaction leads on to its entry for this long. */
const POSTED_LINK_MS = 31 * DAY;
export const STREAM_LENGTH = 1000;

const script = luaScript('lib/ledger/post.lua');

/** What a posting needs of its account, as of `seq`: a guess that the script checks. */
export type Head = Owner & { seq: number };

/** The tick that an event belongs to, which each account does once, and how far a plan is with it. */
export type TickMark = { tick?: number; field?: 'planned' | 'drawn'; value?: string };

/** The last three arguments of each event. */
export const tickArgs = (mark: TickMark | undefined): [string, string, string] => [
  mark?.tick === undefined ? '' : String(mark.tick),
  mark?.field ?? '',
  mark?.value ?? '',
];

export type Booked =
  | {
      status: 'booked';
      seq: number;
      balanceMinor: number;
      availableMinor: number;
      /** How many the account has now. */
      entries: number;
      streamId: string;
      /** How many processes hear of it: 0 while nobody watches. */
      listeners: number;
    }
  /** The id was posted before, within a day; nothing was written. `account` is where. */
  | { status: 'already'; seq: number; account: AccountId }
  /** The tick is done, or the pending transaction is gone; nothing was written. */
  | { status: 'again' | 'not_pending' };

/** Fields of an account: what payments and own transfers took from it, and brought, since it was opened. They only grow. */
type PaidField = 'paidOut' | 'paidIn';

/** Why a posting was not booked: there is no account, another one came between, its time is not after the last, or a fault. */
export type NotBooked =
  | ['unknown']
  | ['again']
  | ['not_pending']
  | ['moved', number, number]
  | ['late', number]
  | ['refused', string];

type Answer =
  | ['booked', number, number, number, number, string, number]
  | ['already', AccountId, number]
  | NotBooked;

export const unknownAccount = () => new BankError('not_found', 'There is no such account.');

/** Reads what postings need of an account. HMGET, O(1). Throws not_found for an account that does not exist. */
export async function readHead(redis: Redis, ref: AccountRef): Promise<Head> {
  const [seq, number, name] = await redis.hmGet(keys.account(ref), ['seq', 'number', 'name']);
  if (!seq || !number || !name) throw unknownAccount();
  return { seq: Number(seq), number, name };
}

export type PostOptions = {
  /** Saves a read; may be stale. */
  head?: Head;
  mark?: TickMark;
  /** Books the pending transaction of the same id: what it reserved is released, and the final amount counts. */
  posts?: boolean;
};

/**
 * Posts one entry exactly once: entry, balance series, account, totals, spenders, live stream and wake-up, all or
 * nothing. The same id again within a day books nothing and answers where the entry is, so a caller without an answer
 * simply repeats.
 *
 * `at` is moved to one millisecond after the account's last event when it is not later: an account's time never goes
 * back.
 *
 * Throws not_found (no such account), conflict (others kept posting; nothing was booked) or internal (a damaged key,
 * an amount that does not fit, or more than a fifth above what was authorized). HMGET unless given a head, then EVALSHA
 * post.lua, O(log counterparties); again for each posting that came between.
 */
export async function postEntry(
  redis: Redis,
  ref: AccountRef,
  posting: Posting,
  { head: known, ...options }: PostOptions = {},
): Promise<Booked> {
  let head = known ?? (await readHead(redis, ref));
  let wanted = postingSchema.parse(posting);
  const notBefore = (at: number) => {
    wanted = { ...wanted, at: Math.max(wanted.at, at) };
  };
  const outcome = await retried(async () => {
    const answer = await send(redis, ref, head, wanted, { ...options, mode: 'live' });
    switch (answer[0]) {
      case 'booked':
        return booked(answer);
      case 'already':
        return { status: 'already' as const, account: answer[1], seq: answer[2] };
      case 'again':
      case 'not_pending':
        return { status: answer[0] };
      case 'moved':
        head = { ...head, seq: answer[1] };
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
        send(redis, ref, { ...head, seq: head.seq + from + index }, posting, { mode: 'quiet' }),
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
  owner: Head,
  posting: Posting,
  { paid = '', posts = false, mark }: { paid?: PaidField | ''; posts?: boolean; mark?: TickMark } = {},
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
      keys.pending(ref),
    ],
    args: [
      String(owner.seq),
      String(entry.amount),
      entry.direction,
      posts ? posting.id : '',
      String(entry.transactionDate),
      entry.counterparty,
      entry.month,
      JSON.stringify(entry),
      JSON.stringify(viewWithoutBalances(ref, entry)),
      ref.account,
      keys.live(ref.user),
      String(STREAM_LENGTH),
      paid,
      ...tickArgs(mark),
    ],
  };
}

async function send(
  redis: Redis,
  ref: AccountRef,
  head: Head,
  posting: Posting,
  { mode, ...options }: { mode: 'live' | 'quiet'; posts?: boolean; mark?: TickMark },
): Promise<Answer> {
  const call = postingCall(ref, head, posting, options);
  const answer = await script(
    redis,
    [...call.keys, keys.posted(ref.user, posting.id)],
    [...call.args, mode, String(options.posts ? POSTED_LINK_MS : IDEMPOTENCY_MS)],
  );
  return answer as Answer;
}

const booked = ([status, seq, balanceMinor, availableMinor, entries, streamId, listeners]: Extract<
  Answer,
  ['booked', ...unknown[]]
>): Booked => ({
  ...{ status, seq, balanceMinor, availableMinor, entries, streamId, listeners },
});
