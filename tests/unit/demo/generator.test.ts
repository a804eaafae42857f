import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf } from '#demo/crowd.ts';
import { dayPlan } from '#demo/day-plan.ts';
import { ALL_COUNTERPARTIES } from '#demo/demo-counterparties.ts';
import { duePosting, heldPosting, type Moment, momentAt, type Ticked, tickOf } from '#demo/generator.ts';
import { newPlans, type Plans } from '#demo/plans.ts';
import { CUSTOMERS } from '#demo/world.ts';
import type { AccountId } from '#lib/ids.ts';
import { directionOf } from '#lib/ledger/direction.ts';
import { HELD_CATEGORY, holdsAfter, isHold, MAX_OPEN_HOLDS, type OpenHold } from '#lib/ledger/holds.ts';
import { type Posting, postingSchema } from '#lib/ledger/ledger-entry.ts';
import { DAY, dayOf, HOUR, startOfDay, TICK } from '#lib/time.ts';

const MAX_AMOUNT_MINOR = 300_00;
const TICKS_A_DAY = DAY / TICK;

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-');
const anyAccount = fc
  .array(letters, { minLength: 10, maxLength: 10 })
  .map((all) => `a_${all.join('')}` as AccountId);
const numbers = CUSTOMERS.flatMap(({ accounts }) => accounts)
  .filter(({ kind }) => kind === 'current')
  .map(({ number }) => number);
const anyNumber = fc.constantFrom(...numbers, '3000000017', '1234567890', 'anything');
const anyTick = fc.integer({ min: 160_000_000, max: 400_000_000 });
const anyOffset = fc.integer({ min: 0, max: 99 }).map((slot) => slot * 100);

/** How much of the day's plan may be booked already. */
const anyProgress = fc.nat(12);

type Asked = Ticked & { number: string; booked: number };
const tickPosting = ({ number, booked, ...ticked }: Asked, moment: Moment, plans: Plans): Posting => {
  const plan = plans.of(number, { at: momentAt(moment), offsetMs: moment.offsetMs });
  return duePosting(plan, booked, moment) ?? heldPosting(ticked, moment, plan);
};

type Booked = { seq: number; posting: Posting; open: readonly OpenHold[] };

/** Books what each tick asks for, but for those in which no worker runs. */
function play(
  number: string,
  ticks: { first: number; count: number; offsetMs?: number; timeZone?: string },
  isDown: (tick: number) => boolean = () => false,
): Booked[] {
  const { first, count, offsetMs = 0, timeZone = 'UTC' } = ticks;
  const plans = newPlans(timeZone);
  const account = 'a_Wt4mVbq1Xz' as AccountId;
  const booked: Booked[] = [];
  const planned = new Map<string, number>();
  let open: readonly OpenHold[] = [];
  for (let tick = first; tick < first + count; tick++) {
    if (isDown(tick)) continue;
    const day = dayOf(tick * TICK + offsetMs, timeZone);
    const asked = { account, number, holds: open, booked: planned.get(day) ?? 0 };
    const posting = tickPosting(asked, { tick, offsetMs }, plans);
    if (posting.type !== 'hold') planned.set(day, asked.booked + 1);
    const seq = booked.length + 1;
    open = holdsAfter(open, posting, seq);
    booked.push({ seq, posting, open });
  }
  return booked;
}

/** Income and spending by category and counterparty, as the ledger counts them. */
function counted(postings: readonly Pick<Posting, 'type' | 'amountMinor' | 'category' | 'counterparty'>[]) {
  const sums: Record<string, number> = {};
  for (const posting of postings) {
    const direction = directionOf(posting);
    if (direction !== 'in' && direction !== 'out') continue;
    for (const name of ['', posting.category, posting.counterparty]) {
      const key = `${direction} ${name}`;
      sums[key] = (sums[key] ?? 0) + posting.amountMinor;
    }
  }
  return sums;
}

const planFor = (number: string, date: string, timeZone: string): Posting[] =>
  dayPlan(accountOf(number), date, timeZone).filter(({ type }) => type !== 'own_transfer');

describe('what a tick books', () => {
  it('follows from account, tick, open holds and what is booked of the plan alone, whoever asks and however often', () => {
    fc.assert(
      fc.property(
        fc.record({ account: anyAccount, number: anyNumber, booked: anyProgress }),
        fc.record({ tick: anyTick, offsetMs: anyOffset }),
        (asked, moment) => {
          const ask = () => tickPosting({ ...asked, holds: [] }, moment, newPlans('UTC'));
          expect(ask()).toEqual(ask());
        },
      ),
    );
  });

  it('is a valid posting dated in its tick; a hold is of −300.00 to +300.00, never nothing, with somebody known', () => {
    fc.assert(
      fc.property(
        fc.record({ account: anyAccount, number: anyNumber, booked: anyProgress }),
        fc.record({ tick: anyTick, offsetMs: anyOffset }),
        (asked, { tick, offsetMs }) => {
          const posting = postingSchema.parse(
            tickPosting({ ...asked, holds: [] }, { tick, offsetMs }, newPlans('UTC')),
          );
          expect(posting.at).toBe(tick * TICK + offsetMs);
          expect(tickOf(posting.at)).toBe(tick);
          const planned = planFor(asked.number, dayOf(posting.at, 'UTC'), 'UTC').map(({ id }) => id);
          if (posting.type !== 'hold') {
            expect(planned).toContain(posting.id);
            return;
          }
          expect(posting.id).toBe(`tick-${asked.account}-${tick}`);
          expect(posting.amountMinor).not.toBe(0);
          expect(Math.abs(posting.amountMinor)).toBeLessThanOrEqual(MAX_AMOUNT_MINOR);
          expect(posting.category).toBe(HELD_CATEGORY);
          expect(ALL_COUNTERPARTIES.map(({ name }) => name)).toContain(posting.counterparty);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const WEEK = [
  '2026-11-23',
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
];

/** Hours in which no worker runs: of one, in the small hours and when bills come; of many, here and there. */
const ABSENT = [
  [0, 21],
  [5, 7],
  [6, 23.9],
  [0, 6, 9, 12, 12.5, 20],
] as const;

describe.each(WEEK)('a day of ticks, %s', (date) => {
  const number = numbers[WEEK.indexOf(date) % numbers.length] ?? '';
  const timeZone = WEEK.indexOf(date) % 2 === 0 ? 'UTC' : 'America/New_York';
  const first = tickOf(startOfDay(date, timeZone));
  const booked = play(number, { first, count: TICKS_A_DAY, timeZone });

  it('ends as planned with workers away for any part of it: what they missed is booked once, late, in order', () => {
    const plan = planFor(number, date, timeZone).toSorted((a, b) => a.at - b.at);
    for (const hours of ABSENT) {
      const isDown = (tick: number) =>
        hours.filter((hour) => tick - first >= hour * (HOUR / TICK)).length % 2 === 1;
      const some = play(number, { first, count: TICKS_A_DAY, timeZone }, isDown).map(
        ({ posting }) => posting,
      );
      const planned = some.filter(({ type }) => type !== 'hold');
      expect(planned.map(({ id }) => id)).toEqual(plan.map(({ id }) => id));
      expect(counted(some)).toEqual(counted(plan));
      for (const [index, { at }] of planned.entries())
        expect(at).toBeGreaterThanOrEqual(plan[index]?.at ?? 0);
    }
  });

  it('leaves spending, income, categories and counterparties equal to the plan', () => {
    const plan = planFor(number, date, timeZone);
    expect(plan.length).toBeGreaterThanOrEqual(4);
    expect(booked).toHaveLength(TICKS_A_DAY);
    expect(counted(booked.map(({ posting }) => posting))).toEqual(counted(plan));
    // Each within the half minute after its time.
    const planned = booked.filter(({ posting }) => posting.type !== 'hold').map(({ posting }) => posting);
    const late = planned.map(({ at }, index) => at - (plan.toSorted((a, b) => a.at - b.at)[index]?.at ?? 0));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(4 * TICK);
  });

  it('has at most six holds open, each released one to six ticks later by its opposite', () => {
    expect(Math.max(...booked.map(({ open }) => open.length))).toBeLessThanOrEqual(MAX_OPEN_HOLDS);
    const posted = new Map(booked.map(({ seq, posting }) => [seq, posting]));
    const released = new Set<number>();
    for (const { posting } of booked) {
      if (posting.releases === undefined) continue;
      const hold = posted.get(posting.releases);
      expect(hold && isHold(hold) && !released.has(posting.releases)).toBe(true);
      expect(posting.amountMinor).toBe(-(hold?.amountMinor ?? 0));
      expect(posting.counterparty).toBe(hold?.counterparty);
      const ticks = (posting.at - (hold?.at ?? 0)) / TICK;
      expect(ticks).toBeGreaterThanOrEqual(1);
      expect(ticks).toBeLessThanOrEqual(6);
      released.add(posting.releases);
    }
    const held = booked.filter(({ posting }) => isHold(posting));
    expect(held.length - released.size).toBe(booked.at(-1)?.open.length);
    // A card does something all day: about every other tick.
    expect(held.length).toBeGreaterThan(TICKS_A_DAY / 3);
  });

  it('has holds in both directions', () => {
    const amounts = booked.filter(({ posting }) => isHold(posting)).map(({ posting }) => posting.amountMinor);
    expect(amounts.some((amount) => amount > 0) && amounts.some((amount) => amount < 0)).toBe(true);
  });
});

it('whatever was missed while no worker ran, open holds are released first, at most six are open, and no tick is booked twice', () => {
  const outage = fc.record({ from: fc.nat(400), length: fc.nat(300) });
  fc.assert(
    fc.property(
      anyNumber,
      anyTick,
      anyOffset,
      fc.array(outage, { maxLength: 4 }),
      (number, first, offsetMs, outages) => {
        const isDown = (tick: number) =>
          outages.some(({ from, length }) => tick >= first + from && tick < first + from + length);
        const booked = play(number, { first, count: 500, offsetMs }, isDown);
        let open: readonly OpenHold[] = [];
        const missed = new Set<number>();
        for (const { posting, open: after } of booked) {
          const overdue = open.filter(({ at }) => posting.at - at > 6 * TICK);
          for (const { seq } of overdue) missed.add(seq);
          // Until nothing is overdue there is no new hold, and the oldest goes first.
          if (overdue.length > 0) expect(isHold(posting)).toBe(false);
          if (posting.releases !== undefined) expect(posting.releases).toBe(open[0]?.seq);
          expect(after.length).toBeLessThanOrEqual(MAX_OPEN_HOLDS);
          open = after;
        }
        // Twenty ticks without an outage are time for all that was missed.
        const end = Array.from({ length: 20 }, (_, back) => first + 499 - back);
        if (!end.some(isDown)) expect(open.filter(({ seq }) => missed.has(seq))).toEqual([]);
        const ticks = new Set(booked.map(({ posting }) => posting.id));
        expect(ticks.size).toBe(booked.length);
      },
    ),
    { numRuns: 40 },
  );
}, 20_000);
