/**
 * What happens in a tick: one event, which follows from (account, tick), from what is pending, from how far the plan is, and
 * from whether somebody watches. Pure, so any number of workers decides alike, and one of them is first.
 *
 * The plan of the day (day-plan.ts) comes in order, each entry once it is due, also late; purchases by card are pending for
 * a few ticks first, and posted with their final amount. For somebody who watches everyday purchases of the next days come
 * earlier, in parts. Every other tick something else becomes pending or ends: it is never booked, so that a day ends as
 * planned.
 */
import { pendingAt } from '#demo/daily-life.ts';
import { readPlanId } from '#demo/day-plan.ts';
import { reservedFor } from '#demo/parts.ts';
import {
  type Cursors,
  nextDrawn,
  nextPlanned,
  type Plan,
  plannedAs,
  spentAhead,
  spentThisMonth,
} from '#demo/plans.ts';
import { hashText, randomFrom } from '#demo/random.ts';
import type { AccountId } from '#lib/ids.ts';
import type { Pending, Posting } from '#lib/ledger/ledger-entry.ts';
import { MAX_PENDING } from '#lib/ledger/pending.ts';
import type { TickMark } from '#lib/ledger/post.ts';
import { DAY, daysAfter, MINUTE, monthAfter, TICK } from '#lib/time.ts';

/** Ticks that a purchase of the plan is pending, at most; one that was drawn for a watcher, who waits for it. */
const MAX_PENDING_TICKS = { planned: 3, drawn: 2 };
/** Of what is never booked: how many are pending, and for how many ticks, at most. */
const MAX_UNBOOKED = 4;
const MAX_UNBOOKED_TICKS = 4;
/** One in so many of them expires after three ticks; the others would after a week, and are voided before. */
const SHORT_LIVED = 4;
const EXPIRES_MS = { short: 3 * TICK, long: 7 * DAY };

/**
 * Between two draws: twice as much for each 1.5% of the month's spending that is ahead of the plan, so that the month's
 * totals stay near the plan's, however long somebody watches.
 */
const GAP_MS = 2 * MINUTE;
const GAP_DOUBLES_AFTER = 0.015;
const GAP_JITTER = 0.15;
/** A month that has just begun has spent little. */
const MIN_SPENT_MINOR = 1_000_00;
/** Who just came sees something at once, but for a draw less than this ago. */
const FRESH_MS = MINUTE;
/** How many days ahead is drawn, and not beyond the first of the next month; for who just came, further. */
const HORIZON_DAYS = { watched: 3, new: 7 };

/** The number of the tick that `at` is in: tens of seconds since the epoch. */
export const tickOf = (at: number): number => Math.floor(at / TICK);

/** A tick of an account, which happens `offsetMs` after it. */
export type Moment = { tick: number; offsetMs: number };
export const momentAt = ({ tick, offsetMs }: Moment): number => tick * TICK + offsetMs;

/** An account as a tick finds it. Nothing of the days before is missing. */
export type Ticked = Cursors & {
  account: AccountId;
  /** When the last part was drawn, in milliseconds. */
  drawnAt: number;
  /** The oldest first. */
  pending: readonly Pending[];
  /** `new` until something was drawn for who watches. */
  watching?: 'new' | 'watched';
  /** The account does not say yet how far the plan is. */
  isUnmarked?: boolean;
  /** Nothing can become pending or end. */
  isDamaged?: boolean;
};

export type Act = { mark: TickMark } & (
  | { kind: 'book' | 'post'; posting: Posting }
  | { kind: 'authorize'; pending: Pending }
  | { kind: 'end'; pending: Pending; how: 'voided' | 'expired'; at: number }
);

/** Null where nothing is due and the account's pending transactions are damaged. */
export function decide(plan: Plan, ticked: Ticked, moment: Moment): Act | null {
  const at = momentAt(moment);
  const { tick } = moment;
  const { pending, planned, isDamaged } = ticked;
  const ready = isDamaged ? undefined : pending.find((one) => isPlanned(one) && isReady(one, at));
  if (ready) return postingOf(plan, ready, at, tick);

  const next = nextPlanned(plan, ticked);
  if (next && next.posting.at <= at) {
    const mark: TickMark = { tick, field: 'planned', value: next.posting.id };
    return bookOrAuthorize(plan, ticked, { ...next.posting, at }, { mark, isBooked: next.isRest });
  }
  const { watching } = ticked;
  const drawn = watching && isDrawDue(plan, ticked, at) && nextDrawn(plan, ticked, horizonOf(plan, watching));
  if (drawn) {
    const mark: TickMark = { tick, field: 'drawn', value: `${drawn.id} ${at}` };
    return bookOrAuthorize(plan, ticked, { ...drawn, at }, { mark });
  }
  if (isDamaged) return null;

  const mark: TickMark = ticked.isUnmarked ? { tick, field: 'planned', value: planned } : { tick };
  const unbooked = pending.filter((one) => !isPlanned(one));
  const [oldest] = unbooked;
  if (oldest && (unbooked.length >= MAX_UNBOOKED || isOver(oldest, at))) return endOf(oldest, at, mark);
  return (
    makeRoom(plan, pending, at, mark) ?? {
      kind: 'authorize',
      pending: unbookedAt(plan, ticked, moment),
      mark,
    }
  );
}

const isPlanned = ({ id }: Pending): boolean => readPlanId(id) !== null;

const ticksSince = (one: Pending, at: number): number => Math.round((at - one.at) / TICK);

/** Each is pending for a time of its own. */
const isReady = (one: Pending, at: number): boolean =>
  ticksSince(one, at) > hashText(one.id) % MAX_PENDING_TICKS[readPlanId(one.id)?.part ? 'drawn' : 'planned'];

const isOver = (one: Pending, at: number): boolean =>
  one.expiresAt - one.at < MINUTE
    ? at >= one.expiresAt
    : ticksSince(one, at) > hashText(one.id) % MAX_UNBOOKED_TICKS;

function bookOrAuthorize(
  plan: Plan,
  { pending, isDamaged }: Ticked,
  posting: Posting,
  { mark, isBooked = false }: { mark: TickMark; isBooked?: boolean },
): Act {
  if (posting.type !== 'card' || isBooked || isDamaged) return { kind: 'book', posting, mark };
  const { amountMinor } = reservedFor(posting);
  const expiresAt = posting.at + EXPIRES_MS.long;
  return (
    makeRoom(plan, pending, posting.at, { tick: mark.tick }) ?? {
      ...{ kind: 'authorize', pending: { ...posting, amountMinor, expiresAt }, mark },
    }
  );
}

/** The end of one, where as many are pending as an account may have. */
function makeRoom(plan: Plan, pending: readonly Pending[], at: number, mark: TickMark): Act | undefined {
  if (pending.length < MAX_PENDING) return;
  const unbooked = pending.find((one) => !isPlanned(one));
  const [oldest] = pending;
  if (unbooked) return endOf(unbooked, at, mark);
  return oldest && postingOf(plan, oldest, at, mark.tick);
}

const endOf = (pending: Pending, at: number, mark: TickMark): Act => ({
  ...{ kind: 'end', pending, at, mark },
  how: pending.expiresAt <= at ? 'expired' : 'voided',
});

/** With the plan's amount; where the plan was another when it was authorized, with what was reserved. */
function postingOf(plan: Plan, { expiresAt: _, ...pending }: Pending, at: number, tick?: number): Act {
  const final = plannedAs(plan, pending.id);
  const reserved = final && reservedFor(final);
  const posting = { ...pending, at };
  if (final && reserved?.adjusted && reserved.amountMinor === pending.amountMinor) {
    const { amountMinor } = final;
    Object.assign(posting, {
      amountMinor,
      authorizedMinor: pending.amountMinor,
      adjusted: reserved.adjusted,
    });
  }
  return { kind: 'post', posting, mark: { tick } };
}

function isDrawDue(plan: Plan, { watching, drawn, drawnAt, isUnmarked }: Ticked, at: number): boolean {
  if (isUnmarked) return false;
  const sinceMs = at - drawnAt;
  if (watching === 'new' && sinceMs > FRESH_MS) return true;
  const leastMs = GAP_MS * (1 + GAP_JITTER * (2 * randomFrom(drawn)() - 1));
  if (sinceMs < leastMs) return false;
  const share = spentAhead(plan, drawn, at) / Math.max(MIN_SPENT_MINOR, spentThisMonth(plan, at));
  return sinceMs > leastMs * 2 ** (share / GAP_DOUBLES_AFTER);
}

function horizonOf({ today: { date } }: Plan, watching: 'new' | 'watched'): string {
  const last = daysAfter(date, HORIZON_DAYS[watching]);
  const nextMonth = `${monthAfter(date.slice(0, 7), 1)}-01`;
  return watching === 'watched' && last > nextMonth ? nextMonth : last;
}

function unbookedAt(plan: Plan, { account }: Ticked, { tick, offsetMs }: Moment): Pending {
  const at = momentAt({ tick, offsetMs });
  const id = `tick-${account}-${tick}`;
  const minute = Math.floor((at - plan.today.startAt) / MINUTE);
  const { minute: _, ...one } = pendingAt(plan.account, plan.day, minute, randomFrom(id));
  const life = hashText(`${id}:expires`) % SHORT_LIVED === 0 ? 'short' : 'long';
  return { ...one, id, at, expiresAt: at + EXPIRES_MS[life] };
}
