/** Begins and ends pending transactions: a script for each event (authorize.lua, void.lua). Posting one is post.ts'. */
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { categorised } from '#lib/ledger/categorised.ts';
import { type Pending, pendingSchema } from '#lib/ledger/ledger-entry.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import { MAX_PENDING, pendingView } from '#lib/ledger/pending.ts';
import { STREAM_LENGTH, type TickMark, tickArgs, unknownAccount } from '#lib/ledger/post.ts';
import type { PendingView } from '#lib/ledger/schema.ts';
import { pendingIn } from '#lib/ledger/stored-pending.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';

const authorizeScript = luaScript('lib/ledger/authorize.lua');
const voidScript = luaScript('lib/ledger/void.lua');

/** `listeners` is how many processes hear of the customer's events: 0 while nobody watches. */
export type PendingOutcome =
  | { status: 'authorized' | 'declined' | 'voided' | 'expired'; availableMinor: number; listeners: number }
  /** The tick is done; or it is pending already, or was booked; or there are six; or there is none of this id. */
  | { status: 'again' | 'already' | 'full' | 'not_pending' };

type Answer =
  | ['authorized' | 'declined' | 'voided' | 'expired', number, number]
  | ['again' | 'already' | 'full' | 'not_pending' | 'unknown']
  | ['late' | 'early', number]
  | ['refused', string];

/**
 * Authorizes a payment by card, or announces money that arrives. Declined, and logged as such, where the available balance
 * is too small. Moves `at` after the account's last event. Throws not_found or internal (a damaged key, an amount that does
 * not fit); nothing was written then. EVALSHA authorize.lua, O(1).
 */
export function authorize(
  redis: Redis,
  ref: AccountRef,
  pending: Pending,
  mark?: TickMark,
): Promise<PendingOutcome> {
  const stored = pendingSchema.parse(pending);
  return untilDone(stored.at, (at) => {
    const now = { ...stored, at };
    return authorizeScript(
      redis,
      [...eventKeys(ref), keys.posted(ref.user, now.id)],
      [...eventArgs(ref, now, mark), String(now.amountMinor), JSON.stringify(now), String(MAX_PENDING)],
    );
  });
}

/**
 * Ends a pending transaction that will not be booked: what it reserved is available again. `expired` throws conflict before
 * its `expiresAt`. Otherwise as `authorize`. EVALSHA void.lua, O(1).
 */
export function endPending(
  redis: Redis,
  ref: AccountRef,
  pending: Pending,
  { at, kind, mark }: { at: number; kind: 'voided' | 'expired'; mark?: TickMark },
): Promise<PendingOutcome> {
  return untilDone(at, (now) =>
    voidScript(redis, eventKeys(ref), [...eventArgs(ref, pending, mark, now), kind]),
  );
}

const eventKeys = (ref: AccountRef) => [
  keys.account(ref),
  keys.pending(ref),
  keys.balanceSeries(ref),
  keys.stream(ref.user),
];

const eventArgs = (ref: AccountRef, pending: Pending, mark: TickMark | undefined, at = pending.at) => [
  pending.id,
  String(at),
  JSON.stringify(pendingView(ref.account, pending)),
  ref.account,
  keys.live(ref.user),
  String(STREAM_LENGTH),
  ...tickArgs(mark),
];

async function untilDone(at: number, send: (at: number) => Promise<unknown>): Promise<PendingOutcome> {
  let notBefore = at;
  const outcome = await retried(async () => {
    const answer = (await send(notBefore)) as Answer;
    switch (answer[0]) {
      case 'late':
        notBefore = Math.max(notBefore, answer[1] + 1);
        return AGAIN;
      case 'unknown':
        throw unknownAccount();
      case 'early':
        throw new BankError('conflict', 'This transaction has not expired yet.');
      case 'refused':
        throw new BankError('internal', 'The pending transaction could not be written.', {
          cause: new Error(answer[1]),
        });
      case 'again':
      case 'already':
      case 'full':
      case 'not_pending':
        return { status: answer[0] };
      default:
        return { status: answer[0], availableMinor: answer[1], listeners: answer[2] };
    }
  });
  if (outcome === AGAIN) throw new BankError('conflict', 'The account was busy; please try again.');
  return outcome;
}

/**
 * The pending transactions of an account, the oldest first. One that is damaged is left out here and named by the audit.
 * JSON.GET, O(1): at most six.
 */
export async function readPending(redis: Redis, ref: AccountRef): Promise<Pending[]> {
  const stored = await redis.json.get(keys.pending(ref));
  return pendingIn(stored ?? {}).pending.sort((one, other) => one.at - other.at);
}

/** As lists show them, in the customer's categories, the newest first. JSON.GET and HGETALL, O(1), the latter or a copy. */
export async function pendingRows(redis: Redis, ref: AccountRef): Promise<PendingView[]> {
  const [pending, own] = await Promise.all([readPending(redis, ref), ownCategories(redis, ref.user)]);
  return pending.map((one) => categorised(pendingView(ref.account, one), own)).reverse();
}

/**
 * Where a pending transaction is now: a row while it is pending, the seq of its entry for 31 days after it was booked, or
 * null. JSON.GET and GET, O(1).
 */
export async function findPending(
  redis: Redis,
  ref: AccountRef,
  id: string,
): Promise<{ pending: PendingView } | { seq: number } | null> {
  const [rows, posted] = await Promise.all([pendingRows(redis, ref), redis.get(keys.posted(ref.user, id))]);
  const pending = rows.find((row) => row.id === id);
  if (pending) return { pending };
  const [account, seq] = posted?.split(':') ?? [];
  return account === ref.account && seq ? { seq: Number(seq) } : null;
}
