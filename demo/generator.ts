/**
 * What is booked in a tick. Pure: amount, counterparty and id follow from (account, tick) alone, so any number of
 * workers asks for the same posting, and the idempotency of the id lets one of them win.
 */

import { accountNumberOf, COUNTERPARTIES, type Counterparty, type Group } from '#demo/demo-counterparties.ts';
import { hashText, pick, type Random, randomFrom } from '#demo/random.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Posting } from '#lib/ledger/ledger-entry.ts';
import { TICK } from '#lib/time.ts';

export const MAX_AMOUNT_MINOR = 300_00;

const TICKS_PER_HOUR = 360;
const TICKS_PER_DAY = 24 * TICKS_PER_HOUR;
/** Swings of the balance around its course, minor units: from tick to tick, within hours, within days. */
const SWING_MINOR = 138_00;
const HOURLY_MINOR = 900_00;
const DAILY_MINOR = 2_400_00;

/** Money out goes to these, each as often as it stands here. */
const OUT: readonly Group[] = [
  ...(['groceries', 'groceries', 'groceries', 'coffee', 'restaurants', 'restaurants', 'transport'] as const),
  ...(['shopping', 'shopping', 'electronics', 'home', 'health', 'entertainment', 'travel', 'fuel'] as const),
  ...(['friends', 'pets', 'education', 'charity', 'cash'] as const),
];
/** Money in comes from people and sales, or is money back from a shop. */
const IN: readonly Group[] = ['friends', 'friends', 'sales', 'sales'];
const BACK: readonly Group[] = ['shopping', 'electronics', 'travel', 'home'];
const BACK_SHARE = 0.35;

/** The number of the tick that `at` is in: tens of seconds since the epoch. */
export const tickOf = (at: number): number => Math.floor(at / TICK);

/** The posting of an account's tick, dated at the tick plus the account's own offset. */
export function tickPosting(ref: AccountRef, tick: number, offsetMs = 0): Posting {
  const random = randomFrom(`${ref.account}:${tick}`);
  const amountMinor = tickAmount(ref.account, tick);
  const moneyIn = amountMinor > 0;
  const back = moneyIn && random() < BACK_SHARE;
  const other = fitting(random, moneyIn ? (back ? BACK : IN) : OUT, Math.abs(amountMinor));
  return {
    id: `tick-${ref.account}-${tick}`,
    amountMinor,
    counterparty: other.name,
    counterpartyAccount: accountNumberOf(other.name),
    description: `${back ? 'Refund: ' : ''}${pick(random, other.descriptions)}`,
    category: other.category,
    type: back ? 'refund' : other.type,
    at: tick * TICK + offsetMs,
  };
}

/**
 * −300.00 … +300.00 and never nothing. Each amount is the step from one point of a bounded curve to the next, so
 * the balance of an account that ticks for years stays near where it began; independent amounts would carry it
 * 14,000 away within a day, and into debt within weeks.
 */
export function tickAmount(account: string, tick: number): number {
  const step = course(account, tick) - course(account, tick - 1);
  return step === 0 ? 1 : Math.max(-MAX_AMOUNT_MINOR, Math.min(MAX_AMOUNT_MINOR, step));
}

/** How far from the course a tick has carried the balance: never more than this. */
export const MAX_COURSE_MINOR = SWING_MINOR + HOURLY_MINOR + DAILY_MINOR;

function course(account: string, tick: number): number {
  const swing = (hashText(`${account}:${tick}`) / 2 ** 32) * 2 - 1;
  return Math.round(
    swing * SWING_MINOR +
      smooth(account, 'h', tick / TICKS_PER_HOUR) * HOURLY_MINOR +
      smooth(account, 'd', tick / TICKS_PER_DAY) * DAILY_MINOR,
  );
}

/** Value noise, −1 … +1: random at whole numbers, eased in between. */
function smooth(account: string, scale: string, position: number): number {
  const whole = Math.floor(position);
  const share = position - whole;
  const eased = share * share * (3 - 2 * share);
  const at = (index: number) => (hashText(`${account}:${scale}:${index}`) / 2 ** 32) * 2 - 1;
  return at(whole) * (1 - eased) + at(whole + 1) * eased;
}

/** One for whom the amount is usual, from a group that has such; else one of those it is least unusual for. */
function fitting(random: Random, groups: readonly Group[], amountMinor: number): Counterparty {
  const distance = ({ minMinor, maxMinor }: Counterparty) =>
    Math.max(0, minMinor - amountMinor, amountMinor - maxMinor);
  const fits = (group: Group) => COUNTERPARTIES[group].filter((one) => distance(one) === 0);
  const able = groups.filter((group) => fits(group).length > 0);
  if (able.length > 0) return pick(random, fits(pick(random, able)));
  const all = groups.flatMap((group) => COUNTERPARTIES[group]);
  return pick(random, all.sort((a, b) => distance(a) - distance(b)).slice(0, 3));
}
