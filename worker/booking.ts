/** One event of each account that ticks, safely to repeat: a tick that was done is not done again. */
import { dayOfPlanId } from '#demo/day-plan.ts';
import { type Act, decide, type Moment, momentAt, type Ticked } from '#demo/generator.ts';
import { lastUntil, newPlans, nextPlanned, type Plan, type Plans } from '#demo/plans.ts';
import { config } from '#lib/config.ts';
import { BankError, isRedisUnavailable } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { authorize, endPending, type PendingOutcome, readPending } from '#lib/ledger/authorize.ts';
import { type Booked, type Head, postEntry, unknownAccount } from '#lib/ledger/post.ts';
import { log } from '#lib/log.ts';
import { bookingMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';

export type Item = Moment & { ref: AccountRef };

/** What a tick needs of its account; `tick` is the last that was done. */
type TickHead = Head & Omit<Ticked, 'account' | 'watching'> & { tick: number };

/** Cached between ticks. */
export type Books = {
  heads: Map<string, TickHead>;
  /** Accounts that somebody watches: every event answers how many processes hear of it. */
  watching: Map<string, NonNullable<Ticked['watching']>>;
  /** Accounts whose pending transactions are damaged, each logged once. */
  damaged: Set<string>;
  plans: Plans;
  stale: boolean;
};
export const newBooks = (): Books => ({
  heads: new Map(),
  watching: new Map(),
  damaged: new Set(),
  plans: newPlans(config().timeZone),
  stale: false,
});

/** Of an account in a tick: a week of the plan. */
const MAX_MISSED = 60;
/** Events that are tried in a tick: one that was booked already is passed over. */
const MAX_TRIES = 12;

/** Sent together; more would fill the queue of the connection. */
const CHUNK = 500;

/**
 * Does all that is `left`, takes out what is done, and answers the items whose account now holds more than `maxEntries`.
 * Throws if Redis was unavailable for any; repeat with what is left then. A missing account marks the list as stale and
 * a damaged one is logged: the others go on.
 */
export async function bookBatch(
  redis: Redis,
  books: Books,
  left: Set<Item>,
  maxEntries: number,
): Promise<Item[]> {
  const over: Item[] = [];
  const items = [...left];
  for (let from = 0; from < items.length; from += CHUNK) {
    const chunk = items.slice(from, from + CHUNK);
    const results = await Promise.allSettled(chunk.map((item) => tickOnce(redis, books, item)));
    let outage: unknown;
    for (const [index, result] of results.entries()) {
      const item = chunk[index];
      if (!item) continue;
      if (result.status === 'rejected' && isRedisUnavailable(result.reason)) {
        outage = result.reason;
        continue;
      }
      left.delete(item);
      if (result.status === 'rejected') setAside(books, item, result.reason);
      else if (result.value > maxEntries) over.push(item);
    }
    if (outage !== undefined) throw outage;
  }
  return over;
}

/** Answers the number of entries of the account where one was booked, else 0. */
async function tickOnce(redis: Redis, books: Books, { ref, ...moment }: Item): Promise<number> {
  const key = keyOf(ref);
  const head = await headOf(redis, books, ref, moment);
  for (let tried = 0; tried < MAX_TRIES && head.tick < moment.tick; tried++) {
    const plan = books.plans.of(head.number, momentAt(moment));
    if (!(await bookMissed(redis, ref, head, plan))) return 0;
    const act = decide(plan, { ...head, account: ref.account, watching: books.watching.get(key) }, moment);
    if (!act) return 0;
    const outcome = await carryOut(redis, ref, head, act).catch((error: unknown) => {
      // The plan goes on without what is pending.
      if (act.kind === 'book' || !(error instanceof BankError && error.code === 'internal')) throw error;
      return { status: 'damaged' as const, error };
    });
    if ('listeners' in outcome) {
      noteEvent(head, act, outcome);
      noteWatching(books, key, act, outcome.listeners);
      // A booking reads nothing that is pending.
      if (act.kind !== 'book') books.damaged.delete(key);
      bookingMeasure.tell({ outcome: 'booked', count: 1 });
      return 'entries' in outcome ? outcome.entries : 0;
    }
    if (outcome.status === 'again') break;
    if (outcome.status === 'damaged' || outcome.status === 'full') {
      head.isDamaged = true;
      const error = 'error' in outcome ? outcome.error : outcome.status;
      if (!books.damaged.has(key))
        log.error('pending transactions are damaged', { account: ref.account, error });
      books.damaged.add(key);
    } else passOver(head, act);
  }
  books.heads.delete(key);
  bookingMeasure.tell({ outcome: 'again', count: 1 });
  return 0;
}

const carryOut = (redis: Redis, ref: AccountRef, head: Head, act: Act): Promise<Booked | PendingOutcome> => {
  const { kind, mark } = act;
  if (kind === 'authorize') return authorize(redis, ref, act.pending, mark);
  if (kind === 'end') return endPending(redis, ref, act.pending, { at: act.at, kind: act.how, mark });
  return postEntry(redis, ref, act.posting, { head, mark, posts: kind === 'post' });
};

const keyOf = ({ user, account }: AccountRef) => `${user}:${account}`;

/** Cached by who did the tick before; any other worker's event is not in it. */
async function headOf(redis: Redis, books: Books, ref: AccountRef, moment: Moment): Promise<TickHead> {
  const cached = books.heads.get(keyOf(ref));
  if (cached && cached.tick === moment.tick - 1) return cached;
  const head = await readTickHead(redis, books, ref, moment);
  books.heads.set(keyOf(ref), head);
  return head;
}

/** HMGET and JSON.GET, sent together, O(1). Throws not_found. */
async function readTickHead(
  redis: Redis,
  { plans }: Books,
  ref: AccountRef,
  moment: Moment,
): Promise<TickHead> {
  const fields = ['seq', 'number', 'name', 'tick', 'lastAt', 'planned', 'drawn'];
  const [[seq, number, name, tick, lastAt, planned, drawn], pending] = await Promise.all([
    redis.hmGet(keys.account(ref), fields),
    readPending(redis, ref).catch((error: unknown) => {
      if (isRedisUnavailable(error)) throw error;
      return [];
    }),
  ]);
  if (!seq || !number || !name) throw unknownAccount();
  const [drawnId = '', drawnAt = '0'] = (drawn ?? '').split(' ');
  const plan = plans.of(number, momentAt(moment));
  // The history that an account began with has the plan until its last entry; one that began with nothing missed nothing.
  const since = seq === '0' ? Math.max(Number(lastAt), plan.today.startAt) : Number(lastAt);
  return {
    ...{ seq: Number(seq), number, name, tick: Number(tick ?? 0), pending },
    ...(planned && dayOfPlanId(planned)
      ? { planned, isUnmarked: false }
      : { planned: lastUntil(plan, since), isUnmarked: true }),
    ...{ drawn: drawnId, drawnAt: Number(drawnAt) },
  };
}

/**
 * Books what the plan had on the days before and no worker booked. Answers whether that was all of it: a tick has an end.
 * What others have booked meanwhile is passed over.
 */
async function bookMissed(redis: Redis, ref: AccountRef, head: TickHead, plan: Plan): Promise<boolean> {
  for (let left = MAX_MISSED; ; ) {
    const posting = nextPlanned(plan, head)?.posting;
    if (!posting || posting.at >= plan.today.startAt) return true;
    if (left === 0) return false;
    const mark = { field: 'planned', value: posting.id } as const;
    const booked = await postEntry(redis, ref, posting, { head, mark });
    head.planned = posting.id;
    if (booked.status === 'booked') {
      head.seq = booked.seq;
      head.isUnmarked = false;
      left--;
    }
    bookingMeasure.tell({ outcome: booked.status === 'booked' ? 'booked' : 'again', count: 1 });
  }
}

/** Makes the head what the event left. */
function noteEvent(head: TickHead, act: Act, outcome: Booked | PendingOutcome): void {
  if (act.mark.tick !== undefined) head.tick = act.mark.tick;
  noteMark(head, act);
  if (act.mark.field === 'planned') head.isUnmarked = false;
  if (outcome.status === 'booked') head.seq = outcome.seq;
  if (outcome.status === 'authorized' && act.kind === 'authorize')
    head.pending = [...head.pending, act.pending];
  if (act.kind === 'post' || act.kind === 'end') removePending(head, act);
}

function noteMark(head: TickHead, { mark: { field, value = '' } }: Act): void {
  if (field === 'planned') head.planned = value;
  if (field === 'drawn') {
    const [id = '', at = '0'] = value.split(' ');
    Object.assign(head, { drawn: id, drawnAt: Number(at) });
  }
}

const removePending = (head: TickHead, act: Act): void => {
  const { id } = 'posting' in act ? act.posting : act.pending;
  head.pending = head.pending.filter((one) => one.id !== id);
};

/** What was booked already, or is pending no more, is not tried again. */
function passOver(head: TickHead, act: Act): void {
  removePending(head, act);
  noteMark(head, act);
  if (act.mark.field === 'planned') head.isUnmarked = true;
}

function noteWatching({ watching }: Books, key: string, act: Act, listeners: number): void {
  if (listeners === 0) watching.delete(key);
  else if (act.mark.field === 'drawn') watching.set(key, 'watched');
  else if (!watching.has(key)) watching.set(key, 'new');
}

function setAside(books: Books, { ref }: Item, reason: unknown): void {
  books.heads.delete(keyOf(ref));
  books.stale = true;
  const gone = reason instanceof BankError && reason.code === 'not_found';
  log[gone ? 'warn' : 'error']('an entry was not booked', { account: ref.account, error: reason });
}
